/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The port's link: internal copper PHY over MDIC, phylink, the MAC's side.
 *
 * Owns MDIC, the flow control registers and the link fields of CTRL.  Knows
 * nothing of rings, pools or VFs: what a link change means to them is the
 * owner's business (@changed).
 */
#ifndef VTC_LINK_H
#define VTC_LINK_H

#include <linux/mutex.h>
#include <linux/phylink.h>
#include <linux/types.h>
#include <linux/workqueue.h>

struct mii_bus;
struct net_device;
struct phy_device;
struct vtc_gen;
struct vtc_hw;
struct vtc_swfw;

/**
 * struct vtc_link - one port's link
 * @hw: registers of the function; set by the owner before vtc_link_init()
 * @gen: its generation; set by the owner
 * @swfw: its semaphores; set by the owner
 * @netdev: whose carrier phylink drives; set by the owner
 * @changed: told of each change, in process context without rtnl, from
 *	phylink's work and with phylink's state lock held: must neither take
 *	rtnl nor wait for anyone who does.  Carrier is still off when @up.
 *	Set by the owner, may be NULL
 * @phylink: for the ethtool operations; rtnl
 * @config: what phylink is told of the MAC, constant
 * @mii: the MDIO bus
 * @phy: the PHY on it
 * @mac_lock: protects @resetting and the registers of the MAC's side
 * @resetting: the MAC's registers are the owner's at present
 * @strip: the MAC strips and inserts VLAN tags (CTRL.VME); @mac_lock
 * @started: between vtc_link_start() and vtc_link_stop(); rtnl
 * @loopback: wish that frames come back; written under rtnl, READ_ONCE()
 * @loop_work: turns the PHY into a loop once there is a link; never off
 * @speed: Mb/s, 0 without a link; one writer (phylink's work), READ_ONCE()
 */
struct vtc_link {
	const struct vtc_hw *hw;
	const struct vtc_gen *gen;
	const struct vtc_swfw *swfw;
	struct net_device *netdev;
	void (*changed)(struct vtc_link *link, bool up);

	/* private to link.c but for @phylink */
	struct phylink *phylink;
	struct phylink_config config;
	struct mii_bus *mii;
	struct phy_device *phy;
	struct mutex mac_lock; /* @resetting, registers of the MAC side */
	bool resetting;
	bool strip;
	bool started;
	bool loopback;
	struct work_struct loop_work;
	unsigned int speed;
};

int vtc_link_register_phy(void);
void vtc_link_unregister_phy(void);

int vtc_link_init(struct vtc_link *link);
void vtc_link_exit(struct vtc_link *link);

void vtc_link_start(struct vtc_link *link);
void vtc_link_stop(struct vtc_link *link);

void vtc_link_before_reset(struct vtc_link *link);
void vtc_link_after_reset(struct vtc_link *link);

int vtc_link_set_loopback(struct vtc_link *link, bool on);
void vtc_link_vlan_strip(struct vtc_link *link, bool on);
void vtc_link_irq(struct vtc_link *link);
unsigned int vtc_link_speed(const struct vtc_link *link);

#endif /* VTC_LINK_H */
