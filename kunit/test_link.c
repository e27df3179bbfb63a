// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite link: cycles on the MDIO bus, what the MAC is told of pauses and tags,
 * and when phylink and the PHY are asked for something.
 *
 * phylib and phylink are not run: their calls are noted.
 */
#include <linux/etherdevice.h>
#include <linux/phy.h>
#include <linux/phylink.h>
#include <linux/rtnetlink.h>
#include "../common/kcompat.h"
#include "fake_hw.h"
#include "kunit.h"

#define vtc_swfw_get_phy	vtc_link_test_get_phy
#define vtc_swfw_put_phy	vtc_link_test_put_phy

#include "../pf/gen.h"
#include "../pf/link.h"
#include "../pf/swfw.h"

#define REGS	0x6000
#define BUFFER	0x10000

struct vtc_link_bench {
	struct vtc_fake fake;
	struct vtc_fake_clock clock;
	struct vtc_hw hw;
	struct vtc_gen gen;
	struct vtc_link link;
	struct net_device *netdev;
	struct phy_device *phy;
	struct mii_bus *mii;
	u32 reg[REGS / 4];
	u16 phy_reg[32];
	u32 command;			/* the last on MDIC */
	unsigned int commands;
	bool deaf, error;		/* nobody answers, the PHY says no */
	int busy;			/* somebody else has the PHY: this error */
	int held;			/* we have it */
	unsigned int unheld;		/* cycles without */
	unsigned int writes;
	u32 buffer;			/* of what is received */
	unsigned int starts, stops, restarts, negotiates, downs, interrupts, suspends;
	int loops, loop_err;
	bool changed_up;
	unsigned int changes;
	unsigned int lines;
};

static struct vtc_link_bench *vtc_link_now;

int vtc_link_test_get_phy(const struct vtc_swfw *swfw)
{
	vtc_link_now->held += !vtc_link_now->busy;
	return vtc_link_now->busy;
}

void vtc_link_test_put_phy(const struct vtc_swfw *swfw)
{
	vtc_link_now->held--;
}

static void vtc_link_no_start(struct phylink *phylink)
{
	vtc_link_now->starts++;
}

static void vtc_link_no_stop(struct phylink *phylink)
{
	vtc_link_now->stops++;
}

static void vtc_link_no_change(struct phylink *phylink, bool up)
{
	vtc_link_now->downs += !up;
}

static int vtc_link_no_read(struct phy_device *phy, u32 reg)
{
	return vtc_link_now->deaf ? -ETIMEDOUT : vtc_link_now->phy_reg[reg];
}

static int vtc_link_no_restart(struct phy_device *phy)
{
	vtc_link_now->restarts++;
	return 0;
}

static int vtc_link_no_aneg(struct phy_device *phy)
{
	vtc_link_now->negotiates++;
	return 0;
}

static int vtc_link_no_loop(struct phy_device *phy, bool on, int speed)
{
	if (vtc_link_now->loop_err)
		return vtc_link_now->loop_err;
	vtc_link_now->loops += on ? 1 : -1;
	phy->loopback_enabled = on;
	return 0;
}

static void vtc_link_no_interrupt(struct phy_device *phy)
{
	vtc_link_now->interrupts++;
}

static int vtc_link_no_suspend(struct phy_device *phy)
{
	vtc_link_now->suspends++;
	return 0;
}

static __printf(2, 3) void vtc_link_log(const struct net_device *netdev,
					const char *format, ...)
{
	vtc_link_now->lines++;
}

#define phylink_start		vtc_link_no_start
#define phylink_stop		vtc_link_no_stop
#define phylink_mac_change	vtc_link_no_change
#define phy_read		vtc_link_no_read
#define phy_restart_aneg	vtc_link_no_restart
#define phy_start_aneg		vtc_link_no_aneg
#undef phy_loopback
#define phy_loopback		vtc_link_no_loop
#define phy_mac_interrupt	vtc_link_no_interrupt
#define genphy_suspend		vtc_link_no_suspend
#undef netdev_err
#define netdev_err		vtc_link_log

#include "../pf/link.c"

static u32 vtc_link_rd(struct vtc_fake *fake, u32 reg)
{
	struct vtc_link_bench *b = container_of(fake, struct vtc_link_bench, fake);

	return b->reg[reg / 4];
}

/* A cycle on the bus, done at once */
static void vtc_link_mdic_model(struct vtc_link_bench *b, u32 val)
{
	u16 *reg = &b->phy_reg[FIELD_GET(VTC_MDIC_REG, val)];

	b->command = val;
	b->commands++;
	b->unheld += b->held != 1;
	b->reg[VTC_MDIC / 4] = val & ~VTC_MDIC_READY;
	if (b->deaf)
		return;
	if (FIELD_GET(VTC_MDIC_OP, val) == VTC_MDIC_OP_WRITE)
		*reg = FIELD_GET(VTC_MDIC_DATA, val);
	b->reg[VTC_MDIC / 4] = (val & ~VTC_MDIC_DATA) | VTC_MDIC_READY | *reg |
			       (b->error ? VTC_MDIC_ERROR : 0);
}

static void vtc_link_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_link_bench *b = container_of(fake, struct vtc_link_bench, fake);

	b->writes++;
	if (reg == VTC_MDIC)
		vtc_link_mdic_model(b, val);
	else
		b->reg[reg / 4] = val;
}

static u32 vtc_link_buffer(const struct vtc_hw *hw)
{
	return vtc_link_now->buffer;
}

static void vtc_link_is_changed(struct vtc_link *link, bool up)
{
	vtc_link_now->changes++;
	vtc_link_now->changed_up = up;
}

static int vtc_link_suite_init(struct kunit *test)
{
	struct vtc_link_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	test->priv = b;
	if (!b)
		return -ENOMEM;
	b->phy = kunit_kzalloc(test, sizeof(*b->phy), GFP_KERNEL);
	b->mii = kunit_kzalloc(test, sizeof(*b->mii), GFP_KERNEL);
	if (!b->phy || !b->mii)
		return -ENOMEM;
	vtc_link_now = b;
	b->fake.rd = vtc_link_rd;
	b->fake.wr = vtc_link_wr;
	vtc_fake_bind(&b->hw, &b->fake);
	vtc_fake_set_clock(&b->clock);
	b->buffer = BUFFER;
	b->gen.rx_buffer = vtc_link_buffer;
	b->mii->priv = &b->link;
	b->phy->mdio.bus = b->mii;
	b->phy->autoneg = AUTONEG_ENABLE;
	b->link.hw = &b->hw;
	b->link.gen = &b->gen;
	b->link.phy = b->phy;
	b->link.changed = vtc_link_is_changed;
	mutex_init(&b->link.mac_lock);
	INIT_WORK(&b->link.loop_work, vtc_link_loop_work);
	return 0;
}

static void vtc_link_suite_exit(struct kunit *test)
{
	struct vtc_link_bench *b = test->priv;

	if (b && b->link.hw)
		cancel_work_sync(&b->link.loop_work);
	vtc_fake_set_clock(NULL);
}

static u32 vtc_link_reg(struct vtc_link_bench *b, u32 reg)
{
	return b->reg[reg / 4];
}

/* Clause 22, one cycle at a time, with the PHY held for no longer than that */
static void vtc_link_mdio(struct kunit *test)
{
	struct vtc_link_bench *b = test->priv;

	b->phy_reg[5] = 0xbeef;
	KUNIT_EXPECT_EQ(test, vtc_link_mdio_read(b->mii, 1, 5), 0xbeef);
	KUNIT_EXPECT_EQ(test, b->command, 2 << 26 | 1 << 21 | 5 << 16);
	KUNIT_EXPECT_EQ(test, vtc_link_mdio_write(b->mii, 3, 31, 0x1234), 0);
	KUNIT_EXPECT_EQ(test, b->command, 1 << 26 | 3 << 21 | 31 << 16 | 0x1234);
	KUNIT_EXPECT_EQ(test, b->phy_reg[31], 0x1234);
	KUNIT_EXPECT_EQ(test, b->held, 0);
	KUNIT_EXPECT_EQ(test, b->unheld, 0);
	/* Another kind of register is not one of these with bits cut off */
	b->commands = 0;
	KUNIT_EXPECT_EQ(test, vtc_link_mdio_read(b->mii, 1, 32), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, vtc_link_mdio_write(b->mii, 1, 1 << 30 | 5, 1), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, b->commands, 0);
	KUNIT_EXPECT_EQ(test, b->held, 0);
}

static void vtc_link_mdio_fails(struct kunit *test)
{
	struct vtc_link_bench *b = test->priv;

	b->busy = -EBUSY;
	KUNIT_EXPECT_EQ(test, vtc_link_mdio_read(b->mii, 1, 5), -EBUSY);
	KUNIT_EXPECT_EQ(test, b->commands, 0);
	KUNIT_EXPECT_EQ(test, b->held, 0);
	b->busy = 0;
	b->error = true;
	KUNIT_EXPECT_EQ(test, vtc_link_mdio_read(b->mii, 1, 5), -EIO);
	KUNIT_EXPECT_EQ(test, b->held, 0);
	b->error = false;
	b->deaf = true;
	KUNIT_EXPECT_EQ(test, vtc_link_mdio_write(b->mii, 1, 5, 0), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, b->held, 0);
	KUNIT_EXPECT_GE(test, b->clock.now_us, MDIC_TIMEOUT_US);
	KUNIT_EXPECT_LE(test, b->clock.now_us, 2 * MDIC_TIMEOUT_US);
	/* A device that is gone answers with ones, which are no answer */
	b->deaf = false;
	b->hw.off = true;
	KUNIT_EXPECT_LT(test, vtc_link_mdio_read(b->mii, 1, 5), 0);
	KUNIT_EXPECT_EQ(test, b->held, 0);
	/* Also if it goes when the cycle is done */
	b->hw.off = false;
	vtc_fake_vanish(2);
	KUNIT_EXPECT_EQ(test, vtc_link_mdio_read(b->mii, 1, 5), -ENODEV);
	KUNIT_EXPECT_EQ(test, b->held, 0);
}

/* Pauses are sent while there is room for a frame of full size each way */
static void vtc_link_pauses(struct kunit *test)
{
	struct vtc_link_bench *b = test->priv;
	const u32 other = VTC_CTRL_VME | VTC_CTRL_FD;
	u32 high;

	b->reg[VTC_CTRL / 4] = other | VTC_CTRL_FRCSPD | VTC_CTRL_FRCDPX | VTC_CTRL_RFCE;
	vtc_link_apply_mac(&b->link, true, false);
	high = vtc_link_reg(b, VTC_FCRTH);
	KUNIT_EXPECT_EQ(test, high, round_down(BUFFER - 2 * 9728, 16));
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_FCRTL), (high - 16) | VTC_FCRTL_XONE);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_CTRL), other | VTC_CTRL_SLU | VTC_CTRL_TFCE);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_FCAL), 0x00c28001);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_FCAH), 0x00000100);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_FCT), 0x8808);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_FCTTV), 0xffff);
	vtc_link_apply_mac(&b->link, false, true);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_FCRTH), 0);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_FCRTL), 0);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_CTRL), other | VTC_CTRL_SLU | VTC_CTRL_RFCE);
	/* Large buffers are not filled to the brim, small ones send no pauses */
	b->buffer = 0x100000;
	vtc_link_apply_mac(&b->link, true, true);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_FCRTH), round_down(0x100000 / 10 * 9 + 5, 16));
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_CTRL),
			other | VTC_CTRL_SLU | VTC_CTRL_RFCE | VTC_CTRL_TFCE);
	b->buffer = 2 * 9728 + 16;
	vtc_link_apply_mac(&b->link, true, true);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_FCRTH), 0);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_FCRTL), 0);
	b->buffer += 16;
	vtc_link_apply_mac(&b->link, true, true);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_FCRTH), 32);
}

/* phylink's word, and ours to whoever wants to know */
static void vtc_link_follows_phylink(struct kunit *test)
{
	struct vtc_link_bench *b = test->priv;
	struct phylink_config *config = &b->link.config;

	vtc_link_mac_config(config, 0, NULL);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_CTRL), VTC_CTRL_SLU);
	KUNIT_EXPECT_EQ(test, b->changes, 0);
	vtc_link_mac_up(config, b->phy, 0, PHY_INTERFACE_MODE_INTERNAL, 100, 1, true, true);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_CTRL),
			VTC_CTRL_SLU | VTC_CTRL_RFCE | VTC_CTRL_TFCE);
	KUNIT_EXPECT_EQ(test, vtc_link_speed(&b->link), 100);
	KUNIT_EXPECT_TRUE(test, b->changes == 1 && b->changed_up);
	vtc_link_mac_down(config, 0, PHY_INTERFACE_MODE_INTERNAL);
	KUNIT_EXPECT_EQ(test, vtc_link_speed(&b->link), 0);
	KUNIT_EXPECT_TRUE(test, b->changes == 2 && !b->changed_up);
	b->link.changed = NULL;
	vtc_link_mac_up(config, b->phy, 0, PHY_INTERFACE_MODE_INTERNAL, 10, 1, false, false);
	KUNIT_EXPECT_EQ(test, vtc_link_speed(&b->link), 10);
	vtc_link_irq(&b->link);
	KUNIT_EXPECT_EQ(test, b->interrupts, 1);
}

static void vtc_link_takes_tags_off(struct kunit *test)
{
	struct vtc_link_bench *b = test->priv;

	b->reg[VTC_CTRL / 4] = VTC_CTRL_SLU;
	vtc_link_vlan_strip(&b->link, true);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_CTRL), VTC_CTRL_SLU | VTC_CTRL_VME);
	b->writes = 0;
	vtc_link_vlan_strip(&b->link, true);
	KUNIT_EXPECT_EQ(test, b->writes, 0);
	vtc_link_vlan_strip(&b->link, false);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_CTRL), VTC_CTRL_SLU);
	/* A reset has taken it off; the next wish is written */
	vtc_link_vlan_strip(&b->link, true);
	vtc_link_before_reset(&b->link);
	b->reg[VTC_CTRL / 4] = 0;
	vtc_link_vlan_strip(&b->link, true);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_CTRL), VTC_CTRL_VME);
}

/* Counted here: whoever starts twice has started once */
static void vtc_link_starts_and_stops(struct kunit *test)
{
	struct vtc_link_bench *b = test->priv;

	rtnl_lock();
	vtc_link_stop(&b->link);
	KUNIT_EXPECT_EQ(test, b->stops, 0);
	b->phy_reg[MII_BMSR] = 0;
	vtc_link_start(&b->link);
	vtc_link_start(&b->link);
	KUNIT_EXPECT_EQ(test, b->starts, 1);
	/* A negotiation that a reset has ended begins again */
	KUNIT_EXPECT_EQ(test, b->restarts, 1);
	vtc_link_stop(&b->link);
	vtc_link_stop(&b->link);
	KUNIT_EXPECT_EQ(test, b->stops, 1);
	b->phy_reg[MII_BMSR] = BMSR_ANEGCOMPLETE;
	vtc_link_start(&b->link);
	KUNIT_EXPECT_EQ(test, b->starts, 2);
	KUNIT_EXPECT_EQ(test, b->restarts, 1);
	vtc_link_stop(&b->link);
	b->phy_reg[MII_BMSR] = 0;
	b->phy->autoneg = AUTONEG_DISABLE;
	vtc_link_start(&b->link);
	vtc_link_stop(&b->link);
	b->phy->autoneg = AUTONEG_ENABLE;
	b->deaf = true;
	vtc_link_start(&b->link);
	KUNIT_EXPECT_EQ(test, b->restarts, 1);
	vtc_link_stop(&b->link);
	rtnl_unlock();
}

/* While the chip is reset nobody writes; afterwards all is as it was */
static void vtc_link_through_a_reset(struct kunit *test)
{
	struct vtc_link_bench *b = test->priv;

	rtnl_lock();
	vtc_link_before_reset(&b->link);
	b->writes = 0;
	vtc_link_apply_mac(&b->link, true, true);
	KUNIT_EXPECT_EQ(test, b->writes, 0);
	vtc_link_after_reset(&b->link);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_CTRL), VTC_CTRL_SLU);
	KUNIT_EXPECT_EQ(test, b->restarts + b->negotiates + b->downs, 0);
	vtc_link_apply_mac(&b->link, false, true);
	KUNIT_EXPECT_EQ(test, vtc_link_reg(b, VTC_CTRL), VTC_CTRL_SLU | VTC_CTRL_RFCE);
	b->phy_reg[MII_BMSR] = BMSR_ANEGCOMPLETE;
	vtc_link_start(&b->link);
	b->phy_reg[MII_BMSR] = 0;
	b->phy->loopback_enabled = true;
	vtc_link_before_reset(&b->link);
	vtc_link_after_reset(&b->link);
	KUNIT_EXPECT_EQ(test, b->restarts, 1);
	KUNIT_EXPECT_EQ(test, b->negotiates, 1);
	KUNIT_EXPECT_EQ(test, b->downs, 1);
	KUNIT_EXPECT_FALSE(test, b->phy->loopback_enabled);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&b->link.mac_lock));
	vtc_link_stop(&b->link);
	rtnl_unlock();
}

static int vtc_link_loops(struct vtc_link_bench *b, bool on)
{
	int err;

	rtnl_lock();
	err = vtc_link_set_loopback(&b->link, on);
	rtnl_unlock();
	return err;
}

/* A loop waits for a link, is made once, and ends with the wish */
static void vtc_link_loopback(struct kunit *test)
{
	struct vtc_link_bench *b = test->priv;
	struct phylink_config *config = &b->link.config;

	KUNIT_EXPECT_EQ(test, vtc_link_loops(b, true), 0);
	KUNIT_EXPECT_EQ(test, b->loops, 0);
	vtc_link_mac_up(config, b->phy, 0, PHY_INTERFACE_MODE_INTERNAL, 1000, 1, false, false);
	flush_work(&b->link.loop_work);
	KUNIT_EXPECT_EQ(test, b->loops, 1);
	/* Once */
	vtc_link_mac_up(config, b->phy, 0, PHY_INTERFACE_MODE_INTERNAL, 1000, 1, false, false);
	flush_work(&b->link.loop_work);
	KUNIT_EXPECT_EQ(test, vtc_link_loops(b, true), 0);
	KUNIT_EXPECT_EQ(test, b->loops, 1);
	KUNIT_EXPECT_EQ(test, vtc_link_loops(b, false), 0);
	KUNIT_EXPECT_EQ(test, b->loops, 0);
	KUNIT_EXPECT_FALSE(test, b->link.loopback);
	KUNIT_EXPECT_EQ(test, vtc_link_loops(b, false), 0);
	KUNIT_EXPECT_EQ(test, b->loops, 0);
	/* Nobody wishes for one */
	vtc_link_mac_up(config, b->phy, 0, PHY_INTERFACE_MODE_INTERNAL, 1000, 1, false, false);
	flush_work(&b->link.loop_work);
	KUNIT_EXPECT_EQ(test, b->loops, 0);
	/* A PHY that cannot: the wish is gone */
	b->loop_err = -EOPNOTSUPP;
	KUNIT_EXPECT_EQ(test, vtc_link_loops(b, true), -EIO);
	KUNIT_EXPECT_FALSE(test, b->link.loopback);
	KUNIT_EXPECT_EQ(test, b->lines, 1);
	/* It ends when the link is stopped */
	b->loop_err = 0;
	rtnl_lock();
	vtc_link_start(&b->link);
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, vtc_link_loops(b, true), 0);
	KUNIT_EXPECT_EQ(test, b->loops, 1);
	rtnl_lock();
	vtc_link_stop(&b->link);
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, b->loops, 0);
}

/* A PHY that manageability uses is not powered down */
static void vtc_link_suspends(struct kunit *test)
{
	struct vtc_link_bench *b = test->priv;

	KUNIT_EXPECT_EQ(test, vtc_link_phy_suspend(b->phy), 0);
	KUNIT_EXPECT_EQ(test, b->suspends, 1);
	b->reg[VTC_MANC / 4] = BIT(17);
	KUNIT_EXPECT_EQ(test, vtc_link_phy_suspend(b->phy), 0);
	b->reg[VTC_MANC / 4] = BIT(18);
	KUNIT_EXPECT_EQ(test, vtc_link_phy_suspend(b->phy), 0);
	KUNIT_EXPECT_EQ(test, b->suspends, 1);
}

static struct kunit_case vtc_link_cases[] = {
	KUNIT_CASE(vtc_link_mdio),
	KUNIT_CASE(vtc_link_mdio_fails),
	KUNIT_CASE(vtc_link_pauses),
	KUNIT_CASE(vtc_link_follows_phylink),
	KUNIT_CASE(vtc_link_takes_tags_off),
	KUNIT_CASE(vtc_link_starts_and_stops),
	KUNIT_CASE(vtc_link_through_a_reset),
	KUNIT_CASE(vtc_link_loopback),
	KUNIT_CASE(vtc_link_suspends),
	{}
};

static struct kunit_suite vtc_link_suite = {
	.name = "vtc_link",
	.init = vtc_link_suite_init,
	.exit = vtc_link_suite_exit,
	.test_cases = vtc_link_cases,
};

kunit_test_suite(vtc_link_suite);
