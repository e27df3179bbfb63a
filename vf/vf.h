/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One virtual function: what the policy and glue files share.
 *
 * Lock order: rtnl -> pfreq.lock -> carrier_lock.  Waiting for the PF happens
 * under pfreq.lock, often under rtnl as well, and is bounded: a PF's mailbox
 * work must not take rtnl.  The three works run on one ordered workqueue, so
 * they never run at the same time.
 */
#ifndef VTC_VF_H
#define VTC_VF_H

#include <linux/if_vlan.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/pci.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include "gen.h"
#include "hw.h"
#include "lists.h"
#include "pfreq.h"
#include "qvec.h"
#include "wish.h"

#define VTC_VF_DRV_NAME		"vtc_vf"

/* Bits of struct vtc_vf's state: no work is queued while one is set */
enum vtc_vf_state {
	VTC_VF_GONE,	/* the driver is leaving */
	VTC_VF_PAUSED,	/* the function sleeps, is reset or has an error */
};

/**
 * struct vtc_vf - a VF
 * @pdev: PCI function
 * @netdev: its netdev
 * @hw: its registers
 * @gen: its generation
 * @msg_enable: netif_msg bits, as ethtool shows them
 * @state: bits of enum vtc_vf_state
 * @dp: rings and vectors
 * @pairs: queue pairs wished for; rtnl
 * @n_vectors: MSI-X vectors there are, the last is the mailbox's
 * @mail_vectors: those that the mailbox's handler holds; rtnl
 * @pf: the PF, as this VF knows it
 * @wish: what the user of the VF wants from the PF
 * @lists: what the PF was told of the netdev's address lists
 * @carrier_lock: @rings_up and the netdev's carrier
 * @rings_up: frames may flow
 * @wq: ordered: @service, @rx_mode, @reset
 * @service: listens to the PF; every VTC_RESET_SERVICE at least
 * @rx_mode: tells the PF the netdev's address lists
 * @reset: the one owner of resets
 * @stuck: a queue does not move, so reset even with the PF there
 * @reset_at: when the last attempt began, jiffies
 * @reset_failed: attempts since the last success
 * @reset_polls: how often the PF was asked whether its own reset is over
 * @pf_news: who waits for the PF to be there, or known not to be
 * @resets: attempts, for ethtool -S
 * @tx_timeouts: resets because a queue did not move
 */
struct vtc_vf {
	struct pci_dev *pdev;
	struct net_device *netdev;
	struct vtc_hw hw;
	const struct vtc_gen *gen;
	u32 msg_enable;
	unsigned long state;

	struct vtc_dp dp;
	u16 pairs;
	u16 n_vectors;
	u32 mail_vectors;

	struct vtc_pfreq pf;
	struct vtc_wish wish;
	struct vtc_lists lists;

	spinlock_t carrier_lock; /* rings_up and the netdev's carrier */
	bool rings_up;

	struct workqueue_struct *wq;
	struct delayed_work service;
	struct delayed_work rx_mode;
	struct delayed_work reset;
	bool stuck;
	unsigned long reset_at;
	unsigned int reset_failed;
	unsigned int reset_polls;
	wait_queue_head_t pf_news;
	u64 resets;
	u64 tx_timeouts;
};

/* carrier.c */
void vtc_carrier_update(struct vtc_vf *vf);
void vtc_carrier_allow(struct vtc_vf *vf, bool on);

/* irq.c */
int vtc_irq_alloc(struct vtc_vf *vf);
void vtc_irq_free(struct vtc_vf *vf);
int vtc_irq_request_mail(struct vtc_vf *vf);
void vtc_irq_free_mail(struct vtc_vf *vf);
void vtc_irq_share_mail(struct vtc_vf *vf, unsigned int pairs);
int vtc_irq_request_queues(struct vtc_vf *vf, unsigned int from, unsigned int to);
void vtc_irq_free_queues(struct vtc_vf *vf, unsigned int from, unsigned int to);
void vtc_irq_setup(struct vtc_vf *vf);
void vtc_irq_arm_mail(struct vtc_vf *vf);
void vtc_irq_arm_queues(struct vtc_vf *vf, unsigned int n);
void vtc_irq_mask_queues(struct vtc_vf *vf, unsigned int n);
void vtc_irq_sync_mail(struct vtc_vf *vf);
void vtc_irq_set_usecs(struct vtc_vf *vf);

/* rings.c */
int vtc_rings_up(struct vtc_vf *vf);
void vtc_rings_down(struct vtc_vf *vf);
int vtc_rings_switch(struct vtc_vf *vf, unsigned int pairs, u32 rx_size,
		     u32 tx_size);

/* reset.c */
void vtc_reset_init(struct vtc_vf *vf);
void vtc_reset_first(struct vtc_vf *vf);
void vtc_reset_schedule(struct vtc_vf *vf);
void vtc_reset_stuck(struct vtc_vf *vf);
void vtc_reset_listen(struct vtc_vf *vf);
bool vtc_reset_await(struct vtc_vf *vf);
void vtc_reset_quiet(struct vtc_vf *vf);
void vtc_reset_block(struct vtc_vf *vf, enum vtc_vf_state why);
void vtc_reset_unblock(struct vtc_vf *vf, enum vtc_vf_state why);

/* power.c */
extern const struct dev_pm_ops vtc_power_ops;
void vtc_power_shutdown(struct pci_dev *pdev);
void vtc_power_reset_prepare(struct pci_dev *pdev);
void vtc_power_reset_done(struct pci_dev *pdev);
pci_ers_result_t vtc_power_error(struct pci_dev *pdev, pci_channel_state_t state);
pci_ers_result_t vtc_power_slot_reset(struct pci_dev *pdev);
void vtc_power_recovered(struct pci_dev *pdev);

/* netdev.c */
void vtc_netdev_setup(struct vtc_vf *vf);

/* ethtool.c */
extern const struct ethtool_ops vtc_ethtool_ops;

#endif /* VTC_VF_H */
