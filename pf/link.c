// SPDX-License-Identifier: GPL-2.0-only
/*
 * The link: MDIO bus, PHY driver and MAC side of phylink for the copper port.
 *
 * Owns MDIC, FCAL, FCAH, FCT, FCTTV, FCRTL, FCRTH and the link fields of CTRL
 * (SLU, FRCSPD, FRCDPX, RFCE, TFCE).  phylink owns the state: nothing here
 * remembers what the link is set to, only its present speed.
 *
 * phylink runs whenever the port carries traffic, and with VFs that includes
 * times when the netdev is administratively down.  It does not mind, and
 * carrier on a down netdev is harmless: linkwatch then changes nothing but
 * the operational state, which user space is shown only while the device is
 * up, and the queues are activated by the next open, which finds the carrier
 * on.  Two rules come of it: a start and its stop are counted here and not by
 * the netdev's state, and the link is stopped before unregister_netdev(),
 * because a carrier event after that would reach a device being freed.
 */
#include <linux/errno.h>
#include <linux/mii.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/pci.h>
#include <linux/phy.h>
#include <linux/rtnetlink.h>
#include <linux/sizes.h>

#include "gen.h"
#include "hw.h"
#include "kcompat.h"
#include "link.h"
#include "regs_82576.h"
#include "swfw.h"

#if !IS_ENABLED(CONFIG_PHYLINK)
#error "vtc_pf needs a kernel with CONFIG_PHYLINK"
#endif

/* The internal PHY answers at this address on every port (7.5.1) */
#define PHY_ADDR		1
#define PHY_ID			0x02a80390

/* One MDIO cycle takes 64 us */
#define MDIC_STEP_US		20
#define MDIC_TIMEOUT_US		(50 * USEC_PER_MSEC)

/* Manageability that shares the PHY (8.22): not ours to power down */
#define MANC_RCV_TCO_EN		BIT(17)
#define MANC_BLK_PHY_RST	BIT(18)

/* Frames of 802.3 flow control: address, type, and how long to be quiet */
#define PAUSE_ADDR_LOW		0x00c28001
#define PAUSE_ADDR_HIGH		0x00000100
#define PAUSE_TIME		0xffff

/* The largest frame the chip takes: a VF may use it whatever the PF's MTU */
#define MAX_FRAME		9728
#define WATERMARK_STEP		16

static struct vtc_link *vtc_link_of(struct phylink_config *config)
{
	return container_of(config, struct vtc_link, config);
}

/* MDIO */

static int vtc_link_mdic_cycle(const struct vtc_hw *hw, u32 command, u16 *data)
{
	u32 mdic;
	int err;

	vtc_wr(hw, VTC_MDIC, command);
	err = vtc_hw_poll(hw, VTC_MDIC, VTC_MDIC_READY, VTC_MDIC_READY,
			  MDIC_STEP_US, MDIC_TIMEOUT_US);
	if (err)
		return err;
	mdic = vtc_rd(hw, VTC_MDIC);
	/* What phylib takes without a warning */
	if (vtc_hw_is_off(hw))
		return -ENODEV;
	if (mdic & VTC_MDIC_ERROR)
		return -EIO;
	*data = FIELD_GET(VTC_MDIC_DATA, mdic);
	return 0;
}

/* Clause 22 only: a register number beyond it is a clause 45 access on
 * kernels that pack those into the number.
 */
static int vtc_link_mdic(const struct vtc_link *link, u32 op, int addr,
			 int reg, u16 *data)
{
	u32 command = FIELD_PREP(VTC_MDIC_OP, op) |
		      FIELD_PREP(VTC_MDIC_DATA, *data);
	int err;

	if (!FIELD_FIT(VTC_MDIC_REG, reg))
		return -EOPNOTSUPP;
	command |= FIELD_PREP(VTC_MDIC_PHY, addr) |
		   FIELD_PREP(VTC_MDIC_REG, reg);
	err = vtc_swfw_get_phy(link->swfw);
	if (err)
		return err;
	err = vtc_link_mdic_cycle(link->hw, command, data);
	vtc_swfw_put_phy(link->swfw);
	return err;
}

static int vtc_link_mdio_read(struct mii_bus *mii, int addr, int reg)
{
	u16 data = 0;
	int err;

	err = vtc_link_mdic(mii->priv, VTC_MDIC_OP_READ, addr, reg, &data);
	return err ? err : data;
}

static int vtc_link_mdio_write(struct mii_bus *mii, int addr, int reg, u16 data)
{
	return vtc_link_mdic(mii->priv, VTC_MDIC_OP_WRITE, addr, reg, &data);
}

static int vtc_link_init_mii(struct vtc_link *link)
{
	struct mii_bus *mii;
	int err;

	mii = mdiobus_alloc();
	if (!mii)
		return -ENOMEM;
	mii->name = "vtc_pf";
	mii->priv = link;
	mii->parent = link->hw->dev;
	mii->read = vtc_link_mdio_read;
	mii->write = vtc_link_mdio_write;
	mii->phy_mask = ~(u32)BIT(PHY_ADDR);
	mii->irq[PHY_ADDR] = PHY_MAC_INTERRUPT;
	snprintf(mii->id, MII_BUS_ID_SIZE, "vtc-%s", dev_name(link->hw->dev));
	err = mdiobus_register(mii);
	if (err)
		goto free;
	link->phy = mdiobus_get_phy(mii, PHY_ADDR);
	if (!link->phy) {
		err = -ENODEV;
		goto unregister;
	}
	link->mii = mii;
	return 0;

unregister:
	mdiobus_unregister(mii);
free:
	mdiobus_free(mii);
	return err;
}

static void vtc_link_exit_mii(struct vtc_link *link)
{
	mdiobus_unregister(link->mii);
	mdiobus_free(link->mii);
}

/* PHY */

/* A powered down PHY would cut off a management controller as well */
static int vtc_link_phy_suspend(struct phy_device *phy)
{
	const struct vtc_link *link = phy->mdio.bus->priv;

	if (vtc_rd(link->hw, VTC_MANC) &
	    (MANC_RCV_TCO_EN | MANC_BLK_PHY_RST))
		return 0;
	return genphy_suspend(phy);
}

/* genphy would do for the registers, but calls the port external and probes
 * for a clause 45 space that is not there.
 */
static struct phy_driver vtc_link_phy_driver = {
	PHY_ID_MATCH_MODEL(PHY_ID),
	.name		= "Intel 82576 internal PHY",
	.flags		= PHY_IS_INTERNAL,
	.suspend	= vtc_link_phy_suspend,
	.resume		= genphy_resume,
	.read_mmd	= genphy_read_mmd_unsupported,
	.write_mmd	= genphy_write_mmd_unsupported,
};

/**
 * vtc_link_register_phy() - make the PHY driver known
 *
 * Without an owner: the PHY's attachment would hold a reference on this very
 * module, and it could never be unloaded.  What an owner protects from cannot
 * happen: the module registers the bus as well and its ports go first.
 *
 * Context: sleeps, module init, before the PCI driver is registered.
 * Return: 0 or an error of phylib.
 */
int vtc_link_register_phy(void)
{
	return phy_driver_register(&vtc_link_phy_driver, NULL);
}

/**
 * vtc_link_unregister_phy() - undo vtc_link_register_phy()
 *
 * Context: sleeps, module exit, after the PCI driver is gone.
 */
void vtc_link_unregister_phy(void)
{
	phy_driver_unregister(&vtc_link_phy_driver);
}

/* MAC */

/* Send XOFF while a full-sized frame in each direction still fits, XON one
 * step below.
 */
static void vtc_link_set_watermarks(const struct vtc_link *link, bool tx_pause)
{
	const struct vtc_hw *hw = link->hw;
	u32 size = link->gen->rx_buffer(hw);
	u32 high = 0;

	if (tx_pause && size > 2 * MAX_FRAME + WATERMARK_STEP)
		high = round_down(min(size * 9 / 10, size - 2 * MAX_FRAME),
				  WATERMARK_STEP);
	vtc_wr(hw, VTC_FCRTL, high ? (high - WATERMARK_STEP) |
				     VTC_FCRTL_XONE : 0);
	vtc_wr(hw, VTC_FCRTH, high);
}

static void vtc_link_set_pause_frame(const struct vtc_hw *hw)
{
	vtc_wr(hw, VTC_FCAL, PAUSE_ADDR_LOW);
	vtc_wr(hw, VTC_FCAH, PAUSE_ADDR_HIGH);
	vtc_wr(hw, VTC_FCT, ETH_P_PAUSE);
	vtc_wr(hw, VTC_FCTTV, PAUSE_TIME);
}

/* Speed and duplex reach the MAC from the internal PHY by themselves, as long
 * as nothing forces them.  SLU only says that software is done.
 */
static void vtc_link_set_ctrl(const struct vtc_hw *hw, u32 pause)
{
	vtc_rmw(hw, VTC_CTRL, VTC_CTRL_FRCSPD | VTC_CTRL_FRCDPX |
			      VTC_CTRL_RFCE | VTC_CTRL_TFCE,
		VTC_CTRL_SLU | pause);
}

static void vtc_link_set_mac(const struct vtc_link *link, bool tx_pause,
			     bool rx_pause)
{
	vtc_link_set_pause_frame(link->hw);
	vtc_link_set_watermarks(link, tx_pause);
	vtc_link_set_ctrl(link->hw, (tx_pause ? VTC_CTRL_TFCE : 0) |
				    (rx_pause ? VTC_CTRL_RFCE : 0));
}

/* Between before_reset and after_reset the registers are not ours; the latter
 * brings the link down and up, so what is left out here is made up for.
 */
static void vtc_link_apply_mac(struct vtc_link *link, bool tx_pause,
			       bool rx_pause)
{
	mutex_lock(&link->mac_lock);
	if (!link->resetting)
		vtc_link_set_mac(link, tx_pause, rx_pause);
	mutex_unlock(&link->mac_lock);
}

/**
 * vtc_link_vlan_strip() - let the MAC take VLAN tags off and put them on
 * @link: link
 * @on: wish
 *
 * For a port without pools, and for chips on which pools have no setting of
 * their own.
 *
 * Context: sleeps, unless that is how it is; one caller at a time.
 */
void vtc_link_vlan_strip(struct vtc_link *link, bool on)
{
	if (READ_ONCE(link->strip) == on)
		return;
	mutex_lock(&link->mac_lock);
	if (link->strip != on)
		vtc_rmw(link->hw, VTC_CTRL, VTC_CTRL_VME, on ? VTC_CTRL_VME : 0);
	link->strip = on;
	mutex_unlock(&link->mac_lock);
}

/* The loop is the PHY's (3.5.6.4), at the speed of the link it had: phylib then
 * takes the link for up, whatever the cable says, until the loop ends.
 */
static void vtc_link_loop_work(struct work_struct *work)
{
	struct vtc_link *link = container_of(work, struct vtc_link, loop_work);
	int err;

	if (!READ_ONCE(link->loopback) || !vtc_link_speed(link) ||
	    link->phy->loopback_enabled)
		return;
	err = phy_loopback(link->phy, true, 0);
	if (err)
		netdev_err(link->netdev, "the PHY makes no loop: %d\n", err);
}

/* Negotiate again.  Does not return before the work has ended. */
static void vtc_link_end_loop(struct vtc_link *link)
{
	cancel_work_sync(&link->loop_work);
	if (link->phy->loopback_enabled)
		phy_loopback(link->phy, false, 0);
}

static void vtc_link_report(struct vtc_link *link, unsigned int speed)
{
	WRITE_ONCE(link->speed, speed);
	if (speed && READ_ONCE(link->loopback))
		schedule_work(&link->loop_work);
	if (link->changed)
		link->changed(link, speed);
}

static void vtc_link_mac_config(struct phylink_config *config,
				unsigned int mode,
				const struct phylink_link_state *state)
{
	vtc_link_apply_mac(vtc_link_of(config), false, false);
}

static void vtc_link_mac_down(struct phylink_config *config, unsigned int mode,
			      phy_interface_t interface)
{
	vtc_link_report(vtc_link_of(config), 0);
}

static void vtc_link_mac_up(struct phylink_config *config,
			    struct phy_device *phy, unsigned int mode,
			    phy_interface_t interface, int speed, int duplex,
			    bool tx_pause, bool rx_pause)
{
	struct vtc_link *link = vtc_link_of(config);

	vtc_link_apply_mac(link, tx_pause, rx_pause);
	vtc_link_report(link, speed);
}

static const struct phylink_mac_ops vtc_link_mac_ops = {
	KC_PHYLINK_VALIDATE
	.mac_config	= vtc_link_mac_config,
	.mac_link_down	= vtc_link_mac_down,
	.mac_link_up	= vtc_link_mac_up,
};

static int vtc_link_init_phylink(struct vtc_link *link)
{
	struct phylink *phylink;
	int err;

	link->config.dev = &link->netdev->dev;
	link->config.type = PHYLINK_NETDEV;
	link->config.mac_managed_pm = true;
	link->config.mac_capabilities = MAC_SYM_PAUSE | MAC_ASYM_PAUSE |
					MAC_10 | MAC_100 | MAC_1000FD;
	__set_bit(PHY_INTERFACE_MODE_INTERNAL,
		  link->config.supported_interfaces);
	phylink = phylink_create(&link->config, NULL,
				 PHY_INTERFACE_MODE_INTERNAL,
				 &vtc_link_mac_ops);
	if (IS_ERR(phylink))
		return PTR_ERR(phylink);
	err = phylink_connect_phy(phylink, link->phy);
	if (err) {
		phylink_destroy(phylink);
		return err;
	}
	link->phylink = phylink;
	return 0;
}

static void vtc_link_exit_phylink(struct vtc_link *link)
{
	rtnl_lock();
	phylink_disconnect_phy(link->phylink);
	rtnl_unlock();
	phylink_destroy(link->phylink);
}

/**
 * vtc_link_init() - find the PHY and hand it to phylink
 * @link: the link, with hw, swfw, netdev and changed filled in
 *
 * Context: sleeps, without rtnl, at probe: after the device's reset, before
 * register_netdev().
 * Return: 0, -EOPNOTSUPP when the port is not wired for copper, -ENODEV
 * without an answer from the PHY, or another error.
 */
int vtc_link_init(struct vtc_link *link)
{
	u32 mode = FIELD_GET(VTC_CTRL_EXT_LINK_MODE,
			     vtc_rd(link->hw, VTC_CTRL_EXT));
	int err;

	if (mode != VTC_CTRL_EXT_LINK_COPPER)
		return -EOPNOTSUPP;
	mutex_init(&link->mac_lock);
	INIT_WORK(&link->loop_work, vtc_link_loop_work);
	err = vtc_link_init_mii(link);
	if (err)
		return err;
	err = vtc_link_init_phylink(link);
	if (err)
		vtc_link_exit_mii(link);
	return err;
}

/**
 * vtc_link_exit() - undo vtc_link_init()
 * @link: the link, stopped
 *
 * The link interrupt must be masked and its handler finished: it would find
 * a PHY without a driver.
 *
 * Context: sleeps, without rtnl, after unregister_netdev().
 */
void vtc_link_exit(struct vtc_link *link)
{
	WARN_ON(link->started);
	vtc_link_exit_phylink(link);
	vtc_link_exit_mii(link);
	mutex_destroy(&link->mac_lock);
}

/* A reset of the chip ends a negotiation without starting the next one, and
 * phylib starts one only when its advertisement has changed.
 */
static void vtc_link_kick(struct vtc_link *link)
{
	int bmsr = phy_read(link->phy, MII_BMSR);

	if (link->phy->autoneg == AUTONEG_ENABLE && bmsr >= 0 &&
	    !(bmsr & BMSR_ANEGCOMPLETE))
		phy_restart_aneg(link->phy);
}

/**
 * vtc_link_start() - power the PHY up and follow its link
 * @link: the link; may be started already
 *
 * The netdev may be down: see the top of this file.
 *
 * Context: sleeps, rtnl held.
 */
void vtc_link_start(struct vtc_link *link)
{
	ASSERT_RTNL();
	if (link->started)
		return;
	link->started = true;
	phylink_start(link->phylink);
	vtc_link_kick(link);
}

/**
 * vtc_link_stop() - take the link down and power the PHY down
 * @link: the link; may be stopped already
 *
 * @changed has been called and will not be again when this returns.  Not to
 * be called while a VF needs the port; must have been called before
 * unregister_netdev().
 *
 * Context: sleeps, rtnl held, no lock held that @changed takes.
 */
void vtc_link_stop(struct vtc_link *link)
{
	ASSERT_RTNL();
	if (!link->started)
		return;
	vtc_link_end_loop(link);
	phylink_stop(link->phylink);
	cancel_work_sync(&link->loop_work);
	link->started = false;
}

/**
 * vtc_link_before_reset() - keep off the MAC's registers
 * @link: the link, started or not
 *
 * When it returns no write of ours is under way and none follows until
 * vtc_link_after_reset().
 *
 * Context: sleeps.
 */
void vtc_link_before_reset(struct vtc_link *link)
{
	mutex_lock(&link->mac_lock);
	link->resetting = true;
	link->strip = false;
	mutex_unlock(&link->mac_lock);
}

/**
 * vtc_link_after_reset() - put the link back after a reset of the chip
 * @link: the link, started or not
 *
 * Writes the PHY's settings again and lets phylink take the link down and
 * up, which programs the MAC.  Where the PHY kept its link through the reset
 * that is a matter of microseconds, and no PHY is powered down for it.
 *
 * Context: sleeps, rtnl held.
 */
void vtc_link_after_reset(struct vtc_link *link)
{
	ASSERT_RTNL();
	mutex_lock(&link->mac_lock);
	link->resetting = false;
	vtc_link_set_mac(link, false, false);
	mutex_unlock(&link->mac_lock);
	if (!link->started)
		return;
	vtc_link_end_loop(link);
	vtc_link_kick(link);
	phy_start_aneg(link->phy);
	phylink_mac_change(link->phylink, false);
}

/**
 * vtc_link_set_loopback() - let frames come back instead of leaving
 * @link: the link, started or not
 * @on: wish; it outlives resets, and waits while there is no link
 *
 * Context: sleeps, rtnl held.
 * Return: 0, or -EIO: the PHY does not do it.
 */
int vtc_link_set_loopback(struct vtc_link *link, bool on)
{
	ASSERT_RTNL();
	WRITE_ONCE(link->loopback, on);
	if (!on) {
		vtc_link_end_loop(link);
		return 0;
	}
	schedule_work(&link->loop_work);
	flush_work(&link->loop_work);
	if (!vtc_link_speed(link) || link->phy->loopback_enabled)
		return 0;
	WRITE_ONCE(link->loopback, false);
	return -EIO;
}

/**
 * vtc_link_irq() - the chip says that the link changed
 * @link: the link, started or not
 *
 * Context: any.
 */
void vtc_link_irq(struct vtc_link *link)
{
	phy_mac_interrupt(link->phy);
}

/**
 * vtc_link_speed() - present speed
 * @link: the link
 *
 * Context: any.
 * Return: Mb/s, 0 while the link is down.
 */
unsigned int vtc_link_speed(const struct vtc_link *link)
{
	return READ_ONCE(link->speed);
}
