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

#include <linux/hrtimer.h>
#include <linux/netdevice.h>
#include <linux/pci.h>
#include <linux/workqueue.h>
#include "kcompat.h"
#include "cfglock.h"
#include "gen.h"
#include "hw.h"
#include "l2sw.h"
#include "l2sw_hw.h"
#include "link.h"
#include "lli.h"
#include "mbx.h"
#include "nvm.h"
#include "poolplan.h"
#include "quota.h"
#include "qvec.h"
#include "rss.h"
#include "stats.h"
#include "swfw.h"
#include "vfbudget.h"
#include "vport.h"

#define VTC_PF_DRV_NAME		"vtc_pf"
#define VTC_PF_MAX_VFS		8
#define VTC_PF_SELF		(-1)	/* the PF where a VF index is expected */

/* Kinds of lines that a VF can make us log; one each every few seconds */
enum vtc_vflog_kind {
	VTC_VFLOG_REFUSED,	/* a request it may not make */
	VTC_VFLOG_NO_ADDRESS,	/* none is free for it */
	VTC_VFLOG_FLOOD,	/* over its budget */
	VTC_VFLOG_PARKED,	/* holds its mailbox */
	VTC_VFLOG_SPOOF,	/* sent what is not its own */
	VTC_VFLOG_LOST,		/* something of its is others' now */
	VTC_VFLOG_KINDS
};

/**
 * struct vtc_pf_vf_counts - what a VF did, for ethtool -S
 * @requests: taken out of its mailbox
 * @refused: of them answered with NACK
 * @unknown: of them with an opcode nobody knows
 * @malformed: of them wrong in themselves
 * @resets: times it began anew without a RESET: FLR, its own reset, VFs enabled
 * @deferred: times it used its budget up and had to wait
 * @spurious: rang for nothing
 * @parked: times it would not let go of its mailbox
 * @mc_cut: lists of groups that were longer than what it may have
 * @reclaimed: VLANs and addresses it lost because others needed the room
 * @revoked: VLANs and addresses it lost because they became another port's
 * @spoofed: times the chip caught it sending what is not its own; within a
 *	second they count once
 */
struct vtc_pf_vf_counts {
	u64 requests;
	u64 refused;
	u64 unknown;
	u64 malformed;
	u64 resets;
	u64 deferred;
	u64 spurious;
	u64 parked;
	u64 mc_cut;
	u64 reclaimed;
	u64 revoked;
	u64 spoofed;
};

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
 * @req_due: its request lies in the buffer and has not been served
 * @reset_due: it was reset, and what follows from that has not been done
 * @reset_paid: its next RESET belongs to a reset that was paid already
 * @wipe: its buffer still has words of its last tenant
 * @parked: it holds its buffer and nobody reaches for that
 * @insist_at: end of its grace, after which its hold is broken (jiffies)
 * @mail_budget: messages
 * @reset_budget: resets, of either kind
 * @logged_at: when a line of each kind was last logged because of it (jiffies)
 * @counts: what it did
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
	bool req_due;
	bool reset_due;
	bool reset_paid;
	bool wipe;
	bool parked;
	unsigned long insist_at;
	struct vtc_vfbudget mail_budget;
	struct vtc_vfbudget reset_budget;
	unsigned long logged_at[VTC_VFLOG_KINDS];
	struct vtc_pf_vf_counts counts;
};

/**
 * struct vtc_pf_scratch - room for the next configuration; under cfg_lock
 * @rights: of every pool
 * @asked: wishes being edited
 * @quota: what ports lose by it
 * @sw: next switch model
 */
struct vtc_pf_scratch {
	struct vtc_vport_rights rights[VTC_L2SW_POOLS];
	struct vtc_vport_asked asked;
	struct vtc_quota quota;
	struct vtc_l2sw sw;
};

/* Kinds of interrupts, numbered as IntMode is */
enum vtc_int_mode {
	VTC_INT_INTX,
	VTC_INT_MSI,
	VTC_INT_MSIX,
};

/**
 * struct vtc_params - module parameters of one port, all within their ranges
 * @int_mode: kind of interrupts at best, enum vtc_int_mode
 * @max_vfs: VFs at load time
 * @vmdq: pools of the PF and of stations together; 0, 1: no stations
 * @rss: queue pairs; 0: one a CPU
 * @adaptive: net_dim chooses the spacing of interrupts
 * @usecs: else it is this
 * @lli: frames that do not wait for it
 * @debug: kinds of messages; -1: the usual ones
 */
struct vtc_params {
	u8 int_mode;
	u8 max_vfs;
	u8 vmdq;
	u8 rss;
	bool adaptive;
	u16 usecs;
	struct vtc_lli lli;
	int debug;
};

/**
 * struct vtc_pf_station - an interface on top of the PF's netdev with a pool
 * @dp: its rings and vectors
 * @upper: the interface, NULL: there is none; rtnl
 * @wish: what it wants of the switch; cfg_lock
 */
struct vtc_pf_station {
	struct vtc_dp dp;
	struct net_device *upper;
	struct vtc_vport_station wish;
};

/**
 * struct vtc_pf - one port of a card
 * @pdev: PCI function
 * @netdev: its netdev
 * @features: the netdev's, as the driver was told last; cfg_lock
 * @hw: its registers
 * @gen: its generation
 * @msg_enable: netif_msg bits, as ethtool shows them
 * @dp: rings and vectors
 * @params: as the module was loaded; what can be changed later is elsewhere
 * @wish: what the plan is made from; rtnl
 * @plan: pools, queue pairs, vectors; changed under rtnl and @cfg_lock
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
 * @vepa: pools reach each other through the wire only; takes effect with the
 *	next vtc_config_apply()
 * @n_vfs: VFs that are or are about to be enabled
 * @vf: each of them
 * @n_stations: stations there are vectors for
 * @station: each of them
 * @station_nb: tells of changes of their interfaces; its function is NULL
 *	unless there can be stations
 * @sw: switch model in force
 * @sw_hw: registers of the switch
 * @scratch: for the next model
 * @stats: counters of the port, refreshed by @service
 * @wq: mailbox and service work
 * @rx_mode_work: takes the netdev's address lists over
 * @mail_work: answers VFs
 * @mail_irq: the mailbox interrupt came (bit 0)
 * @mail_first: VF whose turn it was to be first; cfg_lock
 * @mail_closed: VFs over their budget; cfg_lock
 * @mail_useful: this run of @mail_work has found something; cfg_lock
 * @mail_by_clock: it runs by the clock, its interrupt is masked; cfg_lock
 * @mail_late: serves VFs while @mail_work is due and gets no processor
 * @link_note: every VF is to be told of a link change (bit 0)
 * @service: once a second while the port is alive
 * @reset_work: the one owner of resets after a fault
 * @msix: MSI-X is in use, else one MSI or INTx
 * @debugfs: its folder
 * @tx_timeouts: resets because a queue did not move
 */
struct vtc_pf {
	struct pci_dev *pdev;
	struct net_device *netdev;
	netdev_features_t features;
	struct vtc_hw hw;
	const struct vtc_gen *gen;
	u32 msg_enable;

	struct vtc_dp dp;
	struct vtc_params params;
	struct vtc_poolplan_wish wish;
	struct vtc_poolplan plan;
	u8 reta[VTC_RSS_RETA_SIZE];
	bool reta_user;
	u8 rss_key[VTC_RSS_KEY_SIZE];

	struct vtc_swfw swfw;
	struct vtc_nvm nvm;
	struct vtc_link link;
	u8 perm_mac[ETH_ALEN];
	unsigned int port_users;

	struct vtc_cfglock cfg_lock;
	struct vtc_vport_asked asked;
	bool rx_on;
	bool vepa;
	unsigned int n_vfs;
	struct vtc_pf_vf vf[VTC_PF_MAX_VFS];
	unsigned int n_stations;
	struct vtc_pf_station station[VTC_L2SW_POOLS - 1];
	struct notifier_block station_nb;
	struct vtc_l2sw sw;
	struct vtc_l2sw_hw sw_hw;
	struct vtc_pf_scratch *scratch;

	struct vtc_stats stats;
	struct workqueue_struct *wq;
	struct work_struct rx_mode_work;
	struct delayed_work mail_work;
	struct hrtimer mail_late;
	unsigned long mail_irq;
	unsigned int mail_first;
	u32 mail_closed;
	bool mail_useful;
	bool mail_by_clock;
	unsigned long link_note;
	struct delayed_work service;
	struct work_struct reset_work;

	bool msix;
	struct dentry *debugfs;
	u64 tx_timeouts;
};

/* config.c */
int vtc_config_set_vf(struct vtc_pf *pf, unsigned int vf,
		      const struct vtc_vport_admin *admin,
		      const struct vtc_vport_asked *asked);
int vtc_config_set_pf(struct vtc_pf *pf, const struct vtc_vport_asked *asked);
int vtc_config_set_station(struct vtc_pf *pf, unsigned int station,
			   const struct vtc_vport_station *wish);
int vtc_config_apply(struct vtc_pf *pf);
void vtc_config_close(struct vtc_pf *pf);
void vtc_config_rates(struct vtc_pf *pf);
u8 vtc_config_pf_pool(const struct vtc_pf *pf);
void vtc_config_vf_mac(const struct vtc_pf *pf, unsigned int vf, u8 *mac);
bool vtc_config_mac_reserved(const struct vtc_pf *pf, int vf, const u8 *mac);
bool vtc_config_vf_may_share(const struct vtc_pf *pf, unsigned int vf);
bool vtc_config_pf_mac_fits(struct vtc_pf *pf);

/* port.c */
void vtc_port_get(struct vtc_pf *pf);
void vtc_port_put(struct vtc_pf *pf);
void vtc_port_resume(struct vtc_pf *pf);
bool vtc_port_is_up(const struct vtc_pf *pf);
bool vtc_port_detach(struct vtc_pf *pf);
void vtc_port_attach(struct vtc_pf *pf);
unsigned int vtc_port_pairs(const struct vtc_pf *pf);
int vtc_port_up(struct vtc_pf *pf);
void vtc_port_down(struct vtc_pf *pf);
int vtc_port_switch_rings(struct vtc_pf *pf, unsigned int pairs, u32 rx_size,
			  u32 tx_size);
void vtc_port_write_rss(struct vtc_pf *pf);
void vtc_port_map_queue(struct vtc_pf *pf, struct vtc_dp *dp, unsigned int i,
			unsigned int q);

/* vmdq.c */
int vtc_vmdq_init(struct vtc_pf *pf);
void vtc_vmdq_exit(struct vtc_pf *pf);
void vtc_vmdq_up(struct vtc_pf *pf);
void vtc_vmdq_down(struct vtc_pf *pf);
void vtc_vmdq_resize(struct vtc_pf *pf);
void vtc_vmdq_tick(struct vtc_pf *pf);
int vtc_vmdq_set_pairs(struct vtc_pf *pf, unsigned int n);
void vtc_vmdq_release_all(struct vtc_pf *pf);
void *vtc_vmdq_add_station(struct net_device *netdev, struct net_device *upper);
void vtc_vmdq_del_station(struct net_device *netdev, void *priv);

/* irq.c */
int vtc_irq_alloc(struct vtc_pf *pf);
void vtc_irq_free(struct vtc_pf *pf);
int vtc_irq_add_vectors(struct vtc_pf *pf, struct vtc_dp *dp, unsigned int first,
			unsigned int step, unsigned int n);
int vtc_irq_request_queues(struct vtc_pf *pf, struct vtc_dp *dp,
			   unsigned int from, unsigned int to);
void vtc_irq_free_queues(struct vtc_pf *pf, struct vtc_dp *dp,
			 unsigned int from, unsigned int to);
void vtc_irq_setup(struct vtc_pf *pf);
void vtc_irq_route(struct vtc_pf *pf, struct vtc_qvec *qv, unsigned int q);
void vtc_irq_arm_queues(struct vtc_pf *pf, struct vtc_dp *dp, unsigned int n);
void vtc_irq_mask_queues(struct vtc_pf *pf, struct vtc_dp *dp, unsigned int n);
void vtc_irq_mask_all(struct vtc_pf *pf);
void vtc_irq_set_usecs(struct vtc_pf *pf);

/* vfmail.c */
void vtc_vfmail_init(struct vtc_pf *pf);
void vtc_vfmail_kick(struct vtc_pf *pf);
void vtc_vfmail_stop(struct vtc_pf *pf);
void vtc_vfmail_irq(struct vtc_pf *pf);
void vtc_vfmail_tick(struct vtc_pf *pf);

/* vftell.c */
void vtc_vftell_restart(struct vtc_pf *pf, unsigned int vf);
void vtc_vftell_notify(struct vtc_pf *pf, unsigned int vf);
void vtc_vftell_link_changed(struct vtc_pf *pf);

/* vftenant.c */
void vtc_vftenant_new(struct vtc_pf *pf, unsigned int vf, bool has_mail);
void vtc_vftenant_drop_all(struct vtc_pf *pf);

/* vflog.c */
bool vtc_vflog_may(struct vtc_pf_vf *v, enum vtc_vflog_kind kind);

/* vfstats.c */
unsigned int vtc_vfstats_count(const struct vtc_pf *pf);
void vtc_vfstats_strings(const struct vtc_pf *pf, u8 **p);
u64 *vtc_vfstats_values(struct vtc_pf *pf, u64 *out);

/* sriov.c */
int vtc_sriov_configure(struct pci_dev *pdev, int num_vfs);
void vtc_sriov_probe(struct vtc_pf *pf);
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
int vtc_vfadmin_stats(struct net_device *netdev, int vf, struct ifla_vf_stats *st);

/* reset.c */
int vtc_reset_chip(struct vtc_pf *pf);
int vtc_reset_port(struct vtc_pf *pf);
void vtc_reset_close(struct vtc_pf *pf);
void vtc_reset_silence(struct vtc_pf *pf);
int vtc_reset_revive(struct vtc_pf *pf);
void vtc_reset_prepare(struct pci_dev *pdev);
void vtc_reset_done(struct pci_dev *pdev);
void vtc_reset_init(struct vtc_pf *pf);

/* bridge.c */
int vtc_bridge_setlink(struct net_device *netdev, struct nlmsghdr *nlh, u16 flags,
		       struct netlink_ext_ack *extack);
int vtc_bridge_getlink(struct sk_buff *skb, u32 pid, u32 seq,
		       struct net_device *netdev, u32 filter_mask, int nlflags);

/* fdb.c */
int vtc_fdb_add(struct ndmsg *ndm, struct nlattr *tb[], struct net_device *netdev,
		const unsigned char *addr, u16 vid, u16 flags,
		KC_FDB_NOTIFIED(struct netlink_ext_ack *extack));
int vtc_fdb_del(struct ndmsg *ndm, struct nlattr *tb[], struct net_device *netdev,
		const unsigned char *addr, u16 vid,
		KC_FDB_NOTIFIED(struct netlink_ext_ack *extack));
int vtc_fdb_dump(struct sk_buff *skb, struct netlink_callback *cb,
		 struct net_device *netdev, struct net_device *filter_dev, int *idx);

/* power.c */
extern const struct dev_pm_ops vtc_power_ops;
void vtc_power_shutdown(struct pci_dev *pdev);
pci_ers_result_t vtc_power_error(struct pci_dev *pdev, pci_channel_state_t state);
pci_ers_result_t vtc_power_slot_reset(struct pci_dev *pdev);
void vtc_power_recovered(struct pci_dev *pdev);

/* netdev.c */
void vtc_netdev_setup(struct vtc_pf *pf);

/* ethtool.c */
extern const struct ethtool_ops vtc_ethtool_ops;

/* params.c */
void vtc_params_get(struct vtc_pf *pf, struct vtc_params *want);

/* debugfs.c */
void vtc_debugfs_init(void);
void vtc_debugfs_exit(void);
void vtc_debugfs_add(struct vtc_pf *pf);
void vtc_debugfs_del(struct vtc_pf *pf);

/* pools.c */
void vtc_pools_init(struct vtc_pf *pf);
void vtc_pools_tell(struct vtc_pf *pf);
void vtc_pools_set_vectors(struct vtc_pf *pf, unsigned int n);
int vtc_pools_plan_vfs(struct vtc_pf *pf, unsigned int n,
		       struct vtc_poolplan *plan);
void vtc_pools_adopt(struct vtc_pf *pf, const struct vtc_poolplan *plan);
void vtc_pools_set_pairs(struct vtc_pf *pf, unsigned int pairs);
int vtc_pools_station_add(struct vtc_pf *pf);
void vtc_pools_station_del(struct vtc_pf *pf, unsigned int station);

#endif /* VTC_PF_H */
