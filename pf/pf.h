/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One physical function: what the policy and glue files share.
 *
 * Lock order: rtnl -> cfg_lock -> hardware semaphores.  Neither is held over
 * pci_enable_sriov() or pci_disable_sriov(), and the mailbox work never takes
 * rtnl: a VF's netdev on the same host waits for its answers under rtnl.
 */
#ifndef VTC_PF_H
#define VTC_PF_H

#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/pci.h>
#include <linux/workqueue.h>
#include "gen.h"
#include "hw.h"
#include "l2sw.h"
#include "l2sw_hw.h"
#include "link.h"
#include "mbx.h"
#include "nvm.h"
#include "qvec.h"
#include "rss.h"
#include "stats.h"
#include "swfw.h"
#include "vport.h"

#define VTC_PF_DRV_NAME		"vtc_pf"
#define VTC_PF_MAX_VFS		8
#define VTC_PF_SELF		(-1)	/* the PF where a VF index is expected */

/**
 * struct vtc_pf_vf - what the PF knows of one VF; all under cfg_lock
 * @admin: the administrator's wishes; they outlive resets of either side
 * @asked: the VF's own wishes; they end with its reset
 * @default_mac: its address if nobody says otherwise
 * @mbx: the PF's end of its mailbox
 * @cts: it has completed a handshake and may ask
 * @notify: it is to be told of a change; tried until its mailbox is free
 * @lost: it is to be told that it must begin anew
 * @unread: the last message to it has not been taken yet
 * @sent_at: when it was put there (jiffies)
 * @nack_at: when it was last told so (jiffies)
 * @warned_at: when a line was last logged because of it (jiffies)
 * @requests: requests answered
 * @refused: requests answered with NACK
 * @mc_cut: lists of groups that were longer than what it may have
 */
struct vtc_pf_vf {
	struct vtc_vport_admin admin;
	struct vtc_vport_asked asked;
	u8 default_mac[ETH_ALEN];
	struct vtc_mbx_pf mbx;
	bool cts;
	bool notify;
	bool lost;
	bool unread;
	unsigned long sent_at;
	unsigned long nack_at;
	unsigned long warned_at;
	u64 requests;
	u64 refused;
	u64 mc_cut;
};

/**
 * struct vtc_pf_scratch - room for the next configuration; under cfg_lock
 * @rights: of every pool
 * @asked: wishes being edited
 * @sw: next switch model
 */
struct vtc_pf_scratch {
	struct vtc_vport_rights rights[VTC_L2SW_POOLS];
	struct vtc_vport_asked asked;
	struct vtc_l2sw sw;
};

/**
 * struct vtc_pf - one port of a card
 * @pdev: PCI function
 * @netdev: its netdev
 * @hw: its registers
 * @gen: its generation
 * @msg_enable: netif_msg bits, as ethtool shows them
 * @dp: rings and vectors
 * @pairs: queue pairs wished for; rtnl
 * @reta: indirection table; rtnl
 * @reta_user: the user has set it; rtnl
 * @rss_key: hash key; rtnl
 * @swfw: semaphores shared with firmware and the other port
 * @nvm: NVM
 * @link: link
 * @perm_mac: address from the NVM
 * @port_users: netdev up and VFs there each count one; rtnl
 * @cfg_lock: wishes, model, registers of the switch
 * @asked: the PF's own wishes
 * @rx_on: the receiver shall run
 * @vt: pools are in use
 * @vepa: pools reach each other through the wire only; takes effect with the
 *	next vtc_config_apply()
 * @n_vfs: VFs that are or are about to be enabled
 * @vf: each of them
 * @sw: switch model in force
 * @sw_hw: registers of the switch
 * @scratch: for the next model
 * @stats: counters of the port, refreshed by @service
 * @wq: mailbox and service work
 * @rx_mode_work: takes the netdev's address lists over
 * @mail_work: answers VFs
 * @link_note: every VF is to be told of a link change (bit 0)
 * @service: once a second while the port is alive
 * @reset_work: the one owner of resets after a fault
 * @reset_up: the datapath was up before the PCI core's reset; device lock
 * @msix: MSI-X is in use, else one MSI
 * @tx_timeouts: resets because a queue did not move
 */
struct vtc_pf {
	struct pci_dev *pdev;
	struct net_device *netdev;
	struct vtc_hw hw;
	const struct vtc_gen *gen;
	u32 msg_enable;

	struct vtc_dp dp;
	u16 pairs;
	u8 reta[VTC_RSS_RETA_SIZE];
	bool reta_user;
	u8 rss_key[VTC_RSS_KEY_SIZE];

	struct vtc_swfw swfw;
	struct vtc_nvm nvm;
	struct vtc_link link;
	u8 perm_mac[ETH_ALEN];
	unsigned int port_users;

	struct mutex cfg_lock; /* wishes, model, registers of the switch */
	struct vtc_vport_asked asked;
	bool rx_on;
	bool vt;
	bool vepa;
	unsigned int n_vfs;
	struct vtc_pf_vf vf[VTC_PF_MAX_VFS];
	struct vtc_l2sw sw;
	struct vtc_l2sw_hw sw_hw;
	struct vtc_pf_scratch *scratch;

	struct vtc_stats stats;
	struct workqueue_struct *wq;
	struct work_struct rx_mode_work;
	struct work_struct mail_work;
	unsigned long link_note;
	struct delayed_work service;
	struct work_struct reset_work;

	bool reset_up;
	bool msix;
	u64 tx_timeouts;
};

/* config.c */
int vtc_config_set_vf(struct vtc_pf *pf, unsigned int vf,
		      const struct vtc_vport_admin *admin,
		      const struct vtc_vport_asked *asked);
int vtc_config_set_pf(struct vtc_pf *pf, const struct vtc_vport_asked *asked);
int vtc_config_apply(struct vtc_pf *pf);
void vtc_config_rates(struct vtc_pf *pf);
u8 vtc_config_pf_pool(const struct vtc_pf *pf);
void vtc_config_vf_mac(const struct vtc_pf *pf, unsigned int vf, u8 *mac);
bool vtc_config_mac_reserved(const struct vtc_pf *pf, int vf, const u8 *mac);
bool vtc_config_vf_may_share(const struct vtc_pf *pf, unsigned int vf);

/* port.c */
void vtc_port_get(struct vtc_pf *pf);
void vtc_port_put(struct vtc_pf *pf);
void vtc_port_resume(struct vtc_pf *pf);
unsigned int vtc_port_max_pairs(const struct vtc_pf *pf);
unsigned int vtc_port_pairs(const struct vtc_pf *pf);
int vtc_port_up(struct vtc_pf *pf);
void vtc_port_down(struct vtc_pf *pf);
int vtc_port_switch_rings(struct vtc_pf *pf, unsigned int pairs, u32 rx_size,
			  u32 tx_size);
void vtc_port_write_rss(struct vtc_pf *pf);

/* irq.c */
int vtc_irq_alloc(struct vtc_pf *pf);
void vtc_irq_free(struct vtc_pf *pf);
int vtc_irq_request_queues(struct vtc_pf *pf, unsigned int from, unsigned int to);
void vtc_irq_free_queues(struct vtc_pf *pf, unsigned int from, unsigned int to);
void vtc_irq_setup(struct vtc_pf *pf);
void vtc_irq_arm_queues(struct vtc_pf *pf, unsigned int n);
void vtc_irq_mask_queues(struct vtc_pf *pf, unsigned int n);
void vtc_irq_mask_all(struct vtc_pf *pf);
void vtc_irq_set_usecs(struct vtc_pf *pf);

/* vfreq.c */
void vtc_vfreq_init(struct vtc_pf *pf);
void vtc_vfreq_kick(struct vtc_pf *pf);
void vtc_vfreq_new_tenant(struct vtc_pf *pf, unsigned int vf, bool has_mail);
void vtc_vfreq_restart(struct vtc_pf *pf, unsigned int vf);
void vtc_vfreq_notify(struct vtc_pf *pf, unsigned int vf);
bool vtc_vfreq_pending(struct vtc_pf *pf);
void vtc_vfreq_drop_all(struct vtc_pf *pf);
void vtc_vfreq_link_changed(struct vtc_pf *pf);

/* sriov.c */
int vtc_sriov_configure(struct pci_dev *pdev, int num_vfs);
void vtc_sriov_probe(struct vtc_pf *pf, unsigned int want);
void vtc_sriov_remove(struct vtc_pf *pf);

/* vfadmin.c */
int vtc_vfadmin_set_mac(struct net_device *netdev, int vf, u8 *mac);
int vtc_vfadmin_set_vlan(struct net_device *netdev, int vf, u16 vlan, u8 qos,
			 __be16 proto);
int vtc_vfadmin_set_rate(struct net_device *netdev, int vf, int min, int max);
int vtc_vfadmin_set_spoofchk(struct net_device *netdev, int vf, bool on);
int vtc_vfadmin_set_trust(struct net_device *netdev, int vf, bool on);
int vtc_vfadmin_set_link(struct net_device *netdev, int vf, int state);
int vtc_vfadmin_get(struct net_device *netdev, int vf, struct ifla_vf_info *ivi);

/* reset.c */
int vtc_reset_chip(struct vtc_pf *pf);
int vtc_reset_port(struct vtc_pf *pf);
void vtc_reset_prepare(struct pci_dev *pdev);
void vtc_reset_done(struct pci_dev *pdev);
void vtc_reset_init(struct vtc_pf *pf);

/* netdev.c */
void vtc_netdev_setup(struct vtc_pf *pf);

/* ethtool.c */
extern const struct ethtool_ops vtc_ethtool_ops;

/* params.c */
unsigned int vtc_params_max_vfs(struct vtc_pf *pf);

#endif /* VTC_PF_H */
