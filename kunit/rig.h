/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The words of the suites with a whole card: a port, its VFs, frames.
 */
#ifndef VTC_RIG_H
#define VTC_RIG_H

#include <linux/netdevice.h>
#include "bus.h"

#define RIG_WIRE	0xff	/* seen by the partner at the cable */
#define RIG_STATION	16	/* and behind it: interfaces on top of the PF's */
#define RIG_STATIONS	4
#define RIG_MARKS	64

/**
 * struct vtc_rig_seen - a frame that somebody got
 * @who: VF, VTC_CARD_PF, RIG_STATION + n or RIG_WIRE
 * @mark: what tells it from others
 * @len: its length
 * @vid: its tag, VTC_CHIP_UNTAGGED: none
 */
struct vtc_rig_seen {
	u8 who;
	u8 mark;
	u16 len;
	u16 vid;
};

/**
 * struct vtc_rig - a card in use
 * @test: the case
 * @card: the card
 * @pdev: its PF
 * @pf: the PF's netdev
 * @vf: netdevs of the VFs
 * @station: interfaces on top of the PF's
 * @seen: frames since vtc_rig_forget()
 * @n_seen: their number
 * @shipped: rings are as long as the drivers make them
 */
struct vtc_rig {
	struct kunit *test;
	struct vtc_card *card;
	struct pci_dev *pdev;
	struct net_device *pf;
	struct net_device *vf[VTC_CARD_VFS];
	struct net_device *station[RIG_STATIONS];
	struct vtc_rig_seen seen[RIG_MARKS];
	unsigned int n_seen;
	bool shipped;
};

extern struct vtc_rig rig;
extern const u8 vtc_rig_mac[ETH_ALEN];
extern const u8 vtc_rig_partner[ETH_ALEN];
extern const u8 vtc_rig_all[ETH_ALEN];

int vtc_rig_suite_init(struct kunit_suite *suite);
int vtc_rig_init(struct kunit *test);
void vtc_rig_exit(struct kunit *test);
bool vtc_rig_probe(void);
void vtc_rig_port(unsigned int vfs);
struct net_device *vtc_rig_netdev(struct pci_dev *pdev);
int vtc_rig_set_vfs(unsigned int n);
int vtc_rig_up(struct net_device *netdev);
void vtc_rig_down(struct net_device *netdev);
struct net_device *vtc_rig_of(unsigned int who);
void vtc_rig_send(unsigned int from, const u8 *dst, u16 vid, u8 mark);
void vtc_rig_send_len(unsigned int from, const u8 *dst, u16 vid, u8 mark,
		      unsigned int len);
void vtc_rig_forget(void);
const struct vtc_rig_seen *vtc_rig_got(unsigned int who, u8 mark);
unsigned int vtc_rig_count(u8 mark);
bool vtc_rig_gets(unsigned int from, unsigned int to);
bool vtc_rig_reaches(unsigned int from, unsigned int to, u16 vid);
void vtc_rig_expect_all_reach(unsigned int vfs);
u32 vtc_rig_reg(u32 reg);
void vtc_rig_expect_closed(void);
const char *vtc_rig_pools(void);

#endif /* VTC_RIG_H */
