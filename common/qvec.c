// SPDX-License-Identifier: GPL-2.0-only
/*
 * Queue vectors: the walk interrupt -> NAPI -> rings, and the life of a set of
 * rings.
 */
#include <linux/slab.h>
#include <net/sock.h>
#include "dim.h"
#include "kcompat.h"
#include "nlqueue.h"
#include "qvec.h"
#include "regs_82576.h"

/**
 * vtc_qvec_irq() - interrupt of a queue vector
 * @irq: unused
 * @data: the vector
 *
 * Context: hard interrupt.
 * Return: IRQ_HANDLED; the chip sends stray ones after throttling.
 */
irqreturn_t vtc_qvec_irq(int irq, void *data)
{
	struct vtc_qvec *qv = data;

	if (qv->mask_reg)
		vtc_wr(qv->hw, qv->mask_reg, qv->arm);
	napi_schedule_irqoff(&qv->napi);
	return IRQ_HANDLED;
}

/**
 * vtc_qvec_request() - take a vector's interrupt
 * @qv: vector; none of its interrupts can come yet
 * @irq: Linux's number of it
 *
 * Context: sleeps.
 * Return: 0 or a negative errno.
 */
int vtc_qvec_request(struct vtc_qvec *qv, unsigned int irq)
{
	int err;

	snprintf(qv->name, sizeof(qv->name), "%s-TxRx-%u", qv->dp->netdev->name,
		 qv->dp->first_txq + qv->index);
	err = request_irq(irq, vtc_qvec_irq, 0, qv->name, qv);
	if (!err)
		netif_napi_set_irq(&qv->napi, irq);
	return err;
}

/**
 * vtc_qvec_release() - undo vtc_qvec_request()
 * @qv: vector, its interrupt masked
 * @irq: as before
 *
 * Context: sleeps.
 */
void vtc_qvec_release(struct vtc_qvec *qv, unsigned int irq)
{
	netif_napi_set_irq(&qv->napi, -1);
	free_irq(irq, qv);
}

static int vtc_qvec_poll(struct napi_struct *napi, int budget)
{
	struct vtc_qvec *qv = container_of(napi, struct vtc_qvec, napi);
	bool all = vtc_tx_clean(qv->tx, budget);
	int done = 0;

	/* netpoll comes with budget 0 and wants transmit only */
	if (likely(budget))
		done = vtc_rx_poll(qv->rx, budget);
	if (done == budget || !all)
		return budget;
	/* Once complete, the rings may be taken away */
	if (READ_ONCE(qv->dp->adaptive))
		vtc_dim_poll(qv);
	if (napi_complete_done(napi, done))
		vtc_wr(qv->hw, qv->arm_reg, qv->arm);
	return done;
}

/**
 * vtc_dp_eitr() - EITR value of the 82576 for an interrupt spacing
 * @usecs: microseconds, up to VTC_RX_USECS_MAX
 *
 * Context: any.
 * Return: register value; the running interval is not cut short by it.
 */
u32 vtc_dp_eitr(u32 usecs)
{
	return FIELD_PREP(VTC_EITR_INTERVAL, usecs) | VTC_EITR_CNT_IGNR;
}

/**
 * vtc_qvec_usecs() - interrupt spacing a vector shall have
 * @qv: vector
 *
 * Context: any.
 * Return: microseconds.
 */
u32 vtc_qvec_usecs(const struct vtc_qvec *qv)
{
	return qv->dp->adaptive ? qv->usecs : qv->dp->usecs;
}

/**
 * vtc_dp_set_adaptive() - let net_dim choose the spacing of interrupts, or not
 * @dp: one datapath; the caller tells the chip
 * @on: which
 *
 * Context: rtnl, sleeps.
 */
void vtc_dp_set_adaptive(struct vtc_dp *dp, bool on)
{
	unsigned int i;

	if (on == dp->adaptive)
		return;
	if (on)
		for (i = 0; i < dp->n_qv; i++)
			vtc_dim_init(dp->qv[i]);
	WRITE_ONCE(dp->adaptive, on);
	if (on)
		return;
	/* A poll that has seen it on may start the work once more */
	synchronize_net();
	for (i = 0; i < dp->n_qv; i++)
		vtc_dim_stop(dp->qv[i]);
}

/**
 * vtc_dp_init() - a datapath with default sizes
 * @dp: datapath, zeroed
 * @netdev: its netdev
 * @hw: its registers
 *
 * Context: any.
 */
void vtc_dp_init(struct vtc_dp *dp, struct net_device *netdev,
		 const struct vtc_hw *hw)
{
	dp->netdev = netdev;
	dp->upper = netdev;
	dp->hw = hw;
	spin_lock_init(&dp->lock);
	dp->rx_size = VTC_RX_RING_DEFAULT;
	dp->tx_size = VTC_TX_RING_DEFAULT;
	dp->usecs = VTC_RX_USECS_DEFAULT;
	dp->adaptive = vtc_dim_possible();
}

/**
 * vtc_dp_chain() - one more datapath of a function that has one
 * @own: datapath of the function's netdev
 * @dp: the further one, zeroed; its spacing of interrupts becomes @own's
 * @first_txq: the netdev's transmit queue of its pair 0
 *
 * Context: before the netdev is registered.
 */
void vtc_dp_chain(struct vtc_dp *own, struct vtc_dp *dp, unsigned int first_txq)
{
	vtc_dp_init(dp, own->netdev, own->hw);
	dp->first_txq = first_txq;
	dp->usecs = own->usecs;
	dp->adaptive = own->adaptive;
	dp->drop_en = true;
	while (own->next)
		own = own->next;
	own->next = dp;
}

/**
 * vtc_dp_add_vectors() - make the queue vectors and their NAPIs
 * @dp: datapath
 * @n: vectors, VTC_MAX_PAIRS at most
 *
 * Context: sleeps.
 * Return: 0 or -ENOMEM.
 */
int vtc_dp_add_vectors(struct vtc_dp *dp, unsigned int n)
{
	int node = dev_to_node(dp->hw->dev);
	unsigned int i;

	for (i = 0; i < n; i++) {
		struct vtc_qvec *qv;

		qv = kzalloc_node(sizeof(*qv), GFP_KERNEL, node);
		if (!qv) {
			vtc_dp_del_vectors(dp);
			return -ENOMEM;
		}
		qv->hw = dp->hw;
		qv->dp = dp;
		qv->index = i;
		vtc_dim_init(qv);
		netif_napi_add(dp->netdev, &qv->napi, vtc_qvec_poll);
		dp->qv[i] = qv;
		dp->n_qv = i + 1;
	}
	return 0;
}

/**
 * vtc_dp_del_vectors() - undo vtc_dp_add_vectors()
 * @dp: datapath, down
 *
 * Context: sleeps.
 */
void vtc_dp_del_vectors(struct vtc_dp *dp)
{
	while (dp->n_qv) {
		struct vtc_qvec *qv = dp->qv[--dp->n_qv];

		netif_napi_del(&qv->napi);
		kfree(qv);
		dp->qv[dp->n_qv] = NULL;
	}
}

static struct netdev_queue *vtc_dp_txq(const struct vtc_dp *dp, unsigned int i)
{
	return netdev_get_tx_queue(dp->netdev, dp->first_txq + i);
}

/**
 * vtc_dp_forget() - the upper netdev goes: give up frames that GRO holds for it
 * @dp: datapath, down
 *
 * Context: rtnl, sleeps.
 */
void vtc_dp_forget(struct vtc_dp *dp)
{
	unsigned int i;

	for (i = 0; i < dp->n_qv; i++) {
		netif_napi_del(&dp->qv[i]->napi);
		netif_napi_add(dp->netdev, &dp->qv[i]->napi, vtc_qvec_poll);
	}
	dp->upper = dp->netdev;
}

static int vtc_dp_alloc_pair(struct vtc_dp *dp, struct vtc_ringset *set,
			     unsigned int i, u32 rx_size, u32 tx_size)
{
	struct vtc_rx_ring *rx = &set->rx[i];
	struct vtc_tx_ring *tx = &set->tx[i];
	int err;

	rx->index = i;
	rx->qv = dp->qv[i];
	tx->index = i;
	tx->txq = vtc_dp_txq(dp, i);
	err = vtc_tx_alloc(tx, dp->hw, tx_size);
	if (err)
		return err;
	err = vtc_rx_alloc(rx, dp->hw, rx_size, dp->netdev,
			   dp->prog ? &dp->prog : NULL);
	tx->pool = rx->pool;
	return err;
}

/**
 * vtc_dp_alloc() - memory for a configuration, without touching the running one
 * @dp: datapath
 * @n: queue pairs, not more than there are vectors
 * @rx_size: receive descriptors, a power of two
 * @tx_size: transmit descriptors, a power of two
 *
 * Context: sleeps.
 * Return: the set, or an ERR_PTR.
 */
struct vtc_ringset *vtc_dp_alloc(struct vtc_dp *dp, unsigned int n,
				 u32 rx_size, u32 tx_size)
{
	struct vtc_ringset *set;
	unsigned int i;
	int err = -ENOMEM;

	set = kzalloc(sizeof(*set), GFP_KERNEL);
	if (!set)
		return ERR_PTR(-ENOMEM);
	set->n = n;
	set->rx = kcalloc(n, sizeof(*set->rx), GFP_KERNEL);
	set->tx = kcalloc(n, sizeof(*set->tx), GFP_KERNEL);
	if (!set->rx || !set->tx)
		goto free;
	for (i = 0; i < n; i++) {
		err = vtc_dp_alloc_pair(dp, set, i, rx_size, tx_size);
		if (err)
			goto free;
	}
	return set;

free:
	vtc_dp_free(set);
	return ERR_PTR(err);
}

/**
 * vtc_dp_free() - give a set back that does not run
 * @set: set, or NULL
 *
 * Context: sleeps.
 */
void vtc_dp_free(struct vtc_ringset *set)
{
	unsigned int i;

	if (!set)
		return;
	for (i = 0; i < set->n; i++) {
		if (set->rx)
			vtc_rx_free(&set->rx[i]);
		if (set->tx)
			vtc_tx_free(&set->tx[i]);
	}
	kfree(set->rx);
	kfree(set->tx);
	kfree(set);
}

/* Let a queue of the netdev have a ring, or none */
static void vtc_dp_set_tx(struct vtc_dp *dp, unsigned int i,
			  struct vtc_tx_ring *tx)
{
	struct vtc_dp *own = vtc_netdev_dp(dp->netdev);
	struct netdev_queue *txq = vtc_dp_txq(dp, i);

	__netif_tx_lock_bh(txq);
	if (!tx)
		netif_tx_stop_queue(txq);
	own->tx[dp->first_txq + i] = tx;
	__netif_tx_unlock_bh(txq);
}

/**
 * vtc_dp_close_queues() - the stack shall not send on these rings
 * @dp: datapath that runs
 *
 * Context: rtnl; not under the lock of a queue.
 */
void vtc_dp_close_queues(struct vtc_dp *dp)
{
	unsigned int i;

	for (i = 0; i < dp->rings->n; i++) {
		struct netdev_queue *txq = vtc_dp_txq(dp, i);

		__netif_tx_lock_bh(txq);
		netif_tx_stop_queue(txq);
		__netif_tx_unlock_bh(txq);
	}
}

/**
 * vtc_dp_open_queues() - the stack may send on these queues
 * @dp: datapath; one without rings drops what comes
 *
 * A queue that nobody serves is not left stopped: the stack's watchdog would
 * take it for a stuck one.
 *
 * Context: rtnl.
 */
void vtc_dp_open_queues(struct vtc_dp *dp)
{
	unsigned int i;

	for (i = 0; i < dp->n_qv; i++)
		netif_tx_wake_queue(vtc_dp_txq(dp, i));
}

/**
 * vtc_dp_drop() - a frame for a queue that has no ring now
 * @skb: the frame
 *
 * All pools are VFs', or the queue is one of a station that is not there, or of a
 * pair that has been taken away.  The socket may have remembered it from better
 * days: it shall choose again.
 *
 * Context: BH off, txq lock held.
 * Return: NETDEV_TX_OK.
 */
noinline netdev_tx_t vtc_dp_drop(struct sk_buff *skb)
{
	if (skb->sk && sk_fullsock(skb->sk))
		sk_tx_queue_clear(skb->sk);
	dev_core_stats_tx_dropped_inc(skb->dev);
	kfree_skb(skb);
	return NETDEV_TX_OK;
}

/**
 * vtc_dp_look() - see what rings have, interrupt or none
 * @dp: datapath that has just been started, its interrupts armed
 *
 * One that came before NAPI was enabled has been for nothing, and there is no
 * second for the same frame.
 *
 * Context: sleeps or not, BH on.
 */
void vtc_dp_look(struct vtc_dp *dp)
{
	unsigned int i;

	local_bh_disable();
	for (i = 0; i < dp->rings->n; i++)
		napi_schedule(&dp->qv[i]->napi);
	local_bh_enable();
}

/**
 * vtc_dp_start() - let a set of rings run
 * @dp: datapath, stopped; its register blocks and vectors are set up
 * @set: set from vtc_dp_alloc(), owned by @dp from here on
 *
 * The interrupts are armed by the caller afterwards, and so is the queue state
 * of the netdev.
 *
 * Context: rtnl, sleeps.
 */
void vtc_dp_start(struct vtc_dp *dp, struct vtc_ringset *set)
{
	unsigned int i;

	for (i = 0; i < set->n; i++) {
		struct vtc_qvec *qv = dp->qv[i];

		qv->rx = &set->rx[i];
		qv->tx = &set->tx[i];
		qv->rx->reg = dp->rx_reg[i];
		qv->tx->reg = dp->tx_reg[i];
		qv->tx->context = dp->tx_context[i];
		qv->rx->drop_en = dp->drop_en;
		qv->rx->vlans = dp->vlans;
		qv->rx->upper = dp->upper;
		vtc_tx_start(qv->tx);
		vtc_rx_start(qv->rx);
		napi_enable(&qv->napi);
		vtc_dp_set_tx(dp, i, qv->tx);
	}
	spin_lock_bh(&dp->lock);
	dp->rings = set;
	spin_unlock_bh(&dp->lock);
	vtc_nlqueue_link(dp, set->n);
}

static void vtc_dp_add_rx(struct vtc_dp_totals *sum, const struct vtc_rx_ring *rx)
{
	const struct vtc_rx_stats *st = &rx->stats;
	struct vtc_rx_stats now;
	unsigned int start;

	do {
		start = u64_stats_fetch_begin(&st->syncp);
		now = *st;
	} while (u64_stats_fetch_retry(&st->syncp, start));

	sum->rx_packets += now.packets;
	sum->rx_bytes += now.bytes;
	sum->rx_errors += now.errors;
	sum->rx_no_buf += now.no_buf;
	sum->rx_csum_good += now.csum_good;
	sum->rx_csum_bad += now.csum_bad;
	sum->multicast += now.multicast;
}

static void vtc_dp_add_tx(struct vtc_dp_totals *sum, const struct vtc_tx_ring *tx)
{
	const struct vtc_tx_stats *st = &tx->stats;
	u64 packets, bytes, copied, copied_bytes, drops, stops;
	unsigned int start;

	do {
		start = u64_stats_fetch_begin(&st->syncp);
		packets = st->packets;
		bytes = st->bytes;
	} while (u64_stats_fetch_retry(&st->syncp, start));
	do {
		start = u64_stats_fetch_begin(&st->send_syncp);
		copied = st->copied;
		copied_bytes = st->copied_bytes;
		drops = st->drops;
		stops = st->stops;
	} while (u64_stats_fetch_retry(&st->send_syncp, start));

	sum->tx_packets += packets + copied;
	sum->tx_bytes += bytes + copied_bytes;
	sum->tx_drops += drops;
	sum->tx_stops += stops;
}

static void vtc_dp_add_set(struct vtc_dp_totals *sum, const struct vtc_ringset *set)
{
	unsigned int i;

	for (i = 0; i < set->n; i++) {
		vtc_dp_add_rx(sum, &set->rx[i]);
		vtc_dp_add_tx(sum, &set->tx[i]);
	}
}

static void vtc_dp_add_past(struct vtc_dp_totals *sum,
			    const struct vtc_dp_totals *past)
{
	const u64 *from = (const u64 *)past;
	u64 *to = (u64 *)sum;
	unsigned int i;

	for (i = 0; i < sizeof(*sum) / sizeof(u64); i++)
		to[i] += from[i];
}

/**
 * vtc_dp_totals() - sums over all rings there are and were
 * @dp: datapath of a netdev; further ones count with it
 * @sum: result
 *
 * Context: any but hard interrupt; no register is read.
 */
void vtc_dp_totals(struct vtc_dp *dp, struct vtc_dp_totals *sum)
{
	memset(sum, 0, sizeof(*sum));
	for (; dp; dp = dp->next) {
		spin_lock_bh(&dp->lock);
		vtc_dp_add_past(sum, &dp->past);
		if (dp->rings)
			vtc_dp_add_set(sum, dp->rings);
		spin_unlock_bh(&dp->lock);
	}
}

/**
 * vtc_dp_queue_totals() - what the running rings of a queue have counted
 * @dp: datapath of a netdev, or a further one of it
 * @txq: transmit queue of the netdev; the receive ring is the one of its pair
 * @sum: result; zero if none run
 *
 * Context: any but hard interrupt; no register is read.
 */
void vtc_dp_queue_totals(struct vtc_dp *dp, unsigned int txq,
			 struct vtc_dp_totals *sum)
{
	unsigned int i;

	memset(sum, 0, sizeof(*sum));
	while (dp->next && dp->next->first_txq <= txq)
		dp = dp->next;
	i = txq - dp->first_txq;
	spin_lock_bh(&dp->lock);
	if (dp->rings && i < dp->rings->n) {
		vtc_dp_add_rx(sum, &dp->rings->rx[i]);
		vtc_dp_add_tx(sum, &dp->rings->tx[i]);
	}
	spin_unlock_bh(&dp->lock);
}

/**
 * vtc_dp_base_totals() - what the queues of a netdev do not tell
 * @dp: datapath of the netdev
 * @sum: result: what rings that are gone had counted, and what further
 *	datapaths received, which is none of the netdev's receive queues
 *
 * Context: any but hard interrupt.
 */
void vtc_dp_base_totals(struct vtc_dp *dp, struct vtc_dp_totals *sum)
{
	const struct vtc_dp *own = dp;
	unsigned int i;

	memset(sum, 0, sizeof(*sum));
	for (; dp; dp = dp->next) {
		spin_lock_bh(&dp->lock);
		vtc_dp_add_past(sum, &dp->past);
		for (i = 0; dp != own && dp->rings && i < dp->rings->n; i++)
			vtc_dp_add_rx(sum, &dp->rings->rx[i]);
		spin_unlock_bh(&dp->lock);
	}
}

/**
 * vtc_dp_stats64() - ndo_get_stats64, as far as the rings know
 * @dp: datapath of a netdev; further ones count with it
 * @st: result
 *
 * Context: any but hard interrupt; no register is read.
 */
void vtc_dp_stats64(struct vtc_dp *dp, struct rtnl_link_stats64 *st)
{
	struct vtc_dp_totals sum;

	vtc_dp_totals(dp, &sum);
	st->rx_packets = sum.rx_packets;
	st->rx_bytes = sum.rx_bytes;
	st->rx_errors = sum.rx_errors;
	st->multicast = sum.multicast;
	st->tx_packets = sum.tx_packets;
	st->tx_bytes = sum.tx_bytes;
	st->tx_dropped = sum.tx_drops;
}

/**
 * vtc_dp_stop() - stop the running set
 * @dp: datapath, interrupts masked and synchronised, its transmit queues off
 *
 * Context: rtnl, sleeps.
 * Return: the set, to be freed by the caller; NULL if none ran.
 */
struct vtc_ringset *vtc_dp_stop(struct vtc_dp *dp)
{
	struct vtc_ringset *set = dp->rings;
	unsigned int i;

	if (!set)
		return NULL;
	vtc_nlqueue_unlink(dp, set->n);
	for (i = 0; i < set->n; i++) {
		napi_disable(&dp->qv[i]->napi);
		vtc_dim_stop(dp->qv[i]);
	}
	for (i = 0; i < set->n; i++) {
		/* A last completion may have woken what the caller had stopped */
		vtc_dp_set_tx(dp, i, NULL);
		vtc_rx_stop(&set->rx[i]);
		vtc_tx_stop(&set->tx[i]);
		dp->qv[i]->rx = NULL;
		dp->qv[i]->tx = NULL;
	}
	spin_lock_bh(&dp->lock);
	vtc_dp_add_set(&dp->past, set);
	dp->rings = NULL;
	spin_unlock_bh(&dp->lock);
	return set;
}
