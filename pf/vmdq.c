// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stations: macvlan and macvtap interfaces on top of the PF's netdev that have
 * a pool of the chip to themselves.
 *
 * Owns which interface has which station, and the life of their rings.  The
 * plan says which pool, vectors and transmit queues a station has, the switch
 * what its pool takes; a station's wishes go the road of everybody's.  Frames
 * come in as the upper interface's own, so the stack's copy is saved.
 *
 * A station is there from the moment its interface is opened until it is
 * closed, whether the PF is up or not; its rings run while the PF's do.  It has
 * as many pairs as the PF if the plan has the vectors, else one: the indirection
 * table and the hash key, which are the port's, then mean the same in all pools.
 */
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/if_macvlan.h>
#include <linux/rtnetlink.h>
#include "pf.h"
#include "vfhw.h"

static unsigned int vtc_vmdq_index(const struct vtc_pf *pf,
				   const struct vtc_pf_station *st)
{
	return st - pf->station;
}

static unsigned int vtc_vmdq_pool(const struct vtc_pf *pf,
				  const struct vtc_pf_station *st)
{
	return vtc_poolplan_station_pool(&pf->plan, vtc_vmdq_index(pf, st));
}

/* Pairs it shall have now */
static unsigned int vtc_vmdq_pairs(const struct vtc_pf *pf,
				   const struct vtc_pf_station *st)
{
	return vtc_poolplan_station_pairs(&pf->plan, vtc_vmdq_index(pf, st));
}

/* Counted as the stack's own copy would have been; NAPI */
static void vtc_vmdq_received(struct vtc_dp *dp, u32 packets, u32 bytes)
{
	const struct macvlan_dev *macvlan = netdev_priv(dp->upper);
	struct vlan_pcpu_stats *stats = this_cpu_ptr(macvlan->pcpu_stats);

	u64_stats_update_begin(&stats->syncp);
	u64_stats_add(&stats->rx_packets, packets);
	u64_stats_add(&stats->rx_bytes, bytes);
	u64_stats_update_end(&stats->syncp);
}

static int vtc_vmdq_wish(struct vtc_pf *pf, struct vtc_pf_station *st,
			 const struct vtc_vport_station *wish)
{
	int err;

	vtc_cfglock_take(&pf->cfg_lock);
	err = vtc_config_set_station(pf, vtc_vmdq_index(pf, st), wish);
	vtc_cfglock_give(&pf->cfg_lock);
	return err;
}

static int vtc_vmdq_set_active(struct vtc_pf *pf, struct vtc_pf_station *st,
			       bool on)
{
	struct vtc_vport_station wish = st->wish;

	wish.active = on;
	wish.rss = on && st->dp.rings->n > 1;
	return vtc_vmdq_wish(pf, st, &wish);
}

static void vtc_vmdq_map_queues(struct vtc_pf *pf, struct vtc_pf_station *st,
				unsigned int n)
{
	unsigned int i, pool = vtc_vmdq_pool(pf, st);

	/* A VF may have had the pool, and a queue is nobody's beside one pair */
	vtc_vfhw_clear_rings(&pf->hw, pf->gen, pool);
	for (i = 0; i < n; i++)
		vtc_port_map_queue(pf, &st->dp, i, pf->gen->queue(pool, i));
	vtc_irq_set_usecs(pf);
}

/*
 * The upper interface has one queue, and the stack spreads what it sends over
 * those of its pairs by flow, as it does for the PF's own.
 */
static int vtc_vmdq_share_queues(struct vtc_pf *pf, struct vtc_pf_station *st,
				 unsigned int n)
{
	return netdev_bind_sb_channel_queue(pf->netdev, st->upper, 0, n,
					    st->dp.first_txq);
}

static void vtc_vmdq_run(struct vtc_pf *pf, struct vtc_pf_station *st,
			 struct vtc_ringset *set)
{
	struct vtc_dp *dp = &st->dp;

	vtc_vmdq_map_queues(pf, st, set->n);
	dp->upper = st->upper;
	vtc_dp_start(dp, set);
	if (vtc_vmdq_set_active(pf, st, true))
		netdev_err(st->upper, "the switch does not take the pool's setting\n");
	vtc_irq_arm_queues(pf, dp, set->n);
	vtc_dp_look(dp);
	vtc_dp_open_queues(dp);
	vtc_vmdq_share_queues(pf, st, set->n);
}

static struct vtc_ringset *vtc_vmdq_halt(struct vtc_pf *pf,
					 struct vtc_pf_station *st)
{
	vtc_dp_close_queues(&st->dp);
	vtc_vmdq_set_active(pf, st, false);
	vtc_irq_mask_queues(pf, &st->dp, st->dp.rings->n);
	return vtc_dp_stop(&st->dp);
}

/* Rings for the pairs it shall have, and interrupts of those it does not have yet */
static struct vtc_ringset *vtc_vmdq_alloc(struct vtc_pf *pf,
					  struct vtc_pf_station *st,
					  unsigned int have)
{
	unsigned int n = vtc_vmdq_pairs(pf, st);
	struct vtc_ringset *set;
	int err;

	set = vtc_dp_alloc(&st->dp, n, pf->dp.rx_size, pf->dp.tx_size);
	if (IS_ERR(set))
		return set;
	err = vtc_irq_request_queues(pf, &st->dp, have, n);
	if (!err)
		return set;
	vtc_dp_free(set);
	return ERR_PTR(err);
}

static int vtc_vmdq_start(struct vtc_pf *pf, struct vtc_pf_station *st)
{
	struct vtc_ringset *set = vtc_vmdq_alloc(pf, st, 0);

	if (IS_ERR(set))
		return PTR_ERR(set);
	vtc_vmdq_run(pf, st, set);
	return 0;
}

static void vtc_vmdq_stop(struct vtc_pf *pf, struct vtc_pf_station *st)
{
	struct vtc_ringset *set;

	if (!st->dp.rings)
		return;
	set = vtc_vmdq_halt(pf, st);
	vtc_irq_free_queues(pf, &st->dp, 0, set->n);
	vtc_dp_free(set);
	vtc_vfhw_clear_rings(&pf->hw, pf->gen, vtc_vmdq_pool(pf, st));
}

/* From here on the upper interface sends on the station's queues */
static int vtc_vmdq_bind(struct vtc_pf *pf, struct vtc_pf_station *st)
{
	int err;

	err = netdev_set_sb_channel(st->upper, 1 + vtc_vmdq_index(pf, st));
	if (err)
		return err;
	err = vtc_vmdq_share_queues(pf, st, vtc_vmdq_pairs(pf, st));
	if (err)
		netdev_set_sb_channel(st->upper, 0);
	return err;
}

static void vtc_vmdq_unbind(struct vtc_pf *pf, struct vtc_pf_station *st)
{
	netdev_set_sb_channel(st->upper, 0);
	/* Who has seen the channel looks the queue up */
	synchronize_net();
	netdev_unbind_sb_channel(pf->netdev, st->upper);
}

/* Give a station its wishes, queues and rings, or nothing */
static int vtc_vmdq_settle(struct vtc_pf *pf, struct vtc_pf_station *st)
{
	struct vtc_vport_station wish = { .used = true };
	const struct vtc_vport_station none = {};
	int err;

	ether_addr_copy(wish.mac, st->upper->dev_addr);
	err = vtc_vmdq_wish(pf, st, &wish);
	if (err)
		return err;
	err = vtc_vmdq_bind(pf, st);
	if (err)
		goto forget;
	if (!pf->dp.rings)
		return 0;
	err = vtc_vmdq_start(pf, st);
	if (!err)
		return 0;
	vtc_vmdq_unbind(pf, st);
forget:
	vtc_vmdq_wish(pf, st, &none);
	return err;
}

/*
 * The chip cannot keep two pools apart that the switch connects, and it brings
 * broadcasts back that the stack takes for a private interface's own.
 */
static int vtc_vmdq_check(const struct net_device *upper)
{
	const struct macvlan_dev *macvlan = netdev_priv(upper);

	if (!netif_is_macvlan(upper))
		return -EOPNOTSUPP;
	if (macvlan->mode != MACVLAN_MODE_BRIDGE &&
	    macvlan->mode != MACVLAN_MODE_VEPA)
		return -EMEDIUMTYPE;
	/* The stack picks among ours for one queue of its, not for several */
	return netif_is_multiqueue(upper) ? -ERANGE : 0;
}

/**
 * vtc_vmdq_add_station() - ndo_dfwd_add_station: an upper interface is opened
 * @netdev: the PF
 * @upper: macvlan or macvtap
 *
 * Context: rtnl.
 * Return: the station, or an ERR_PTR: then the interface goes on without one.
 */
void *vtc_vmdq_add_station(struct net_device *netdev, struct net_device *upper)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	struct vtc_pf_station *st;
	int err, i;

	ASSERT_RTNL();
	err = vtc_vmdq_check(upper);
	if (err)
		return ERR_PTR(err);
	/* mqprio has classes of queues, and a station's are in none */
	if (netdev->num_tc != 1)
		return ERR_PTR(-EBUSY);
	i = vtc_pools_station_add(pf);
	if (i < 0)
		return ERR_PTR(i);
	st = &pf->station[i];
	st->upper = upper;
	err = vtc_vmdq_settle(pf, st);
	if (!err)
		return st;
	st->upper = NULL;
	vtc_pools_station_del(pf, i);
	return ERR_PTR(err);
}

/**
 * vtc_vmdq_del_station() - ndo_dfwd_del_station: the upper interface is closed
 * @netdev: the PF
 * @priv: the station
 *
 * Context: rtnl.
 */
void vtc_vmdq_del_station(struct net_device *netdev, void *priv)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	const struct vtc_vport_station none = {};
	struct vtc_pf_station *st = priv;

	ASSERT_RTNL();
	vtc_vmdq_unbind(pf, st);
	vtc_vmdq_stop(pf, st);
	vtc_vmdq_wish(pf, st, &none);
	vtc_dp_forget(&st->dp);
	/* Nobody serves the queues: what still comes is dropped, not kept */
	if (pf->dp.rings)
		vtc_dp_open_queues(&st->dp);
	st->upper = NULL;
	vtc_pools_station_del(pf, vtc_vmdq_index(pf, st));
}

/* The upper interface lives on, and the stack does for it what the chip did */
static void vtc_vmdq_release(struct vtc_pf *pf, struct vtc_pf_station *st)
{
	struct net_device *upper = st->upper;

	vtc_vmdq_del_station(pf->netdev, st);
	if (macvlan_release_l2fw_offload(upper))
		netdev_warn(upper, "no memory for the address on %s\n",
			    netdev_name(pf->netdev));
}

/**
 * vtc_vmdq_release_all() - no stations any more
 * @pf: port
 *
 * Context: rtnl.
 */
void vtc_vmdq_release_all(struct vtc_pf *pf)
{
	unsigned int i;

	for (i = 0; i < pf->n_stations; i++)
		if (pf->station[i].upper)
			vtc_vmdq_release(pf, &pf->station[i]);
}

/**
 * vtc_vmdq_up() - the PF's rings run: the stations', too
 * @pf: port
 *
 * One for which there is no memory goes on without a pool.
 *
 * Context: rtnl.
 */
void vtc_vmdq_up(struct vtc_pf *pf)
{
	unsigned int i;
	int err;

	for (i = 0; i < pf->n_stations; i++) {
		struct vtc_pf_station *st = &pf->station[i];

		if (!st->upper || st->dp.rings)
			continue;
		err = vtc_vmdq_start(pf, st);
		if (!err)
			continue;
		netdev_warn(st->upper, "goes on without a pool: %d\n", err);
		vtc_vmdq_release(pf, st);
	}
}

/**
 * vtc_vmdq_down() - the PF's rings are about to stop: the stations', too
 * @pf: port
 *
 * Context: rtnl.
 */
void vtc_vmdq_down(struct vtc_pf *pf)
{
	unsigned int i;

	for (i = 0; i < pf->n_stations; i++)
		vtc_vmdq_stop(pf, &pf->station[i]);
}

static void vtc_vmdq_switch_rings(struct vtc_pf *pf, struct vtc_pf_station *st,
				  struct vtc_ringset *set)
{
	unsigned int n = set->n;
	struct vtc_ringset *old;

	/* A queue that goes is left alone first */
	vtc_vmdq_share_queues(pf, st, min_t(unsigned int, n, st->dp.rings->n));
	old = vtc_vmdq_halt(pf, st);
	vtc_irq_free_queues(pf, &st->dp, n, old->n);
	vtc_dp_free(old);
	vtc_vmdq_run(pf, st, set);
}

/* On failure the old rings run */
static int vtc_vmdq_try_resize(struct vtc_pf *pf, struct vtc_pf_station *st)
{
	struct vtc_ringset *set = vtc_vmdq_alloc(pf, st, st->dp.rings->n);

	if (IS_ERR(set))
		return PTR_ERR(set);
	vtc_vmdq_switch_rings(pf, st, set);
	return 0;
}

static void vtc_vmdq_resize_one(struct vtc_pf *pf, struct vtc_pf_station *st)
{
	int err = vtc_vmdq_try_resize(pf, st);

	if (!err)
		return;
	/* The second pair's vector may be about to become a VF's */
	if (st->dp.rings->n > vtc_vmdq_pairs(pf, st)) {
		netdev_warn(st->upper, "goes on without a pool: %d\n", err);
		vtc_vmdq_release(pf, st);
		return;
	}
	netdev_warn(st->upper, "keeps its rings as they are: %d\n", err);
}

/**
 * vtc_vmdq_resize() - sizes or pairs have changed: the stations' rings, too
 * @pf: port
 *
 * One for which there is no memory keeps its rings if they are not too many.
 *
 * Context: rtnl.
 */
void vtc_vmdq_resize(struct vtc_pf *pf)
{
	unsigned int i;

	for (i = 0; i < pf->n_stations; i++) {
		struct vtc_pf_station *st = &pf->station[i];
		const struct vtc_ringset *set = st->dp.rings;

		if (set && (set->n != vtc_vmdq_pairs(pf, st) ||
			    set->rx[0].size != pf->dp.rx_size ||
			    set->tx[0].size != pf->dp.tx_size))
			vtc_vmdq_resize_one(pf, st);
	}
}

/*
 * The stack has taken the new address for one it filters itself, and does not
 * say that it is a station's.  While both have it the station's counts.
 */
static void vtc_vmdq_move(struct vtc_pf *pf, struct vtc_pf_station *st)
{
	struct vtc_vport_station wish = st->wish;

	if (ether_addr_equal(wish.mac, st->upper->dev_addr))
		return;
	dev_uc_del(pf->netdev, st->upper->dev_addr);
	ether_addr_copy(wish.mac, st->upper->dev_addr);
	if (!vtc_vmdq_wish(pf, st, &wish))
		return;
	netdev_warn(st->upper, "goes on without a pool: its address is another's\n");
	vtc_vmdq_release(pf, st);
}

/* The stack tells that something is different, a mode for instance, not what */
static void vtc_vmdq_recheck(struct vtc_pf *pf, struct vtc_pf_station *st)
{
	if (!vtc_vmdq_check(st->upper))
		return;
	netdev_info(st->upper, "goes on without a pool: its mode does not qualify\n");
	vtc_vmdq_release(pf, st);
}

static void vtc_vmdq_mend(struct vtc_pf *pf, struct vtc_pf_station *st)
{
	if (!st->upper || st->upper->tc_to_txq[0].count)
		return;
	if (pf->netdev->num_tc == 1 &&
	    !vtc_vmdq_share_queues(pf, st, vtc_vmdq_pairs(pf, st)))
		return;
	netdev_warn(st->upper, "goes on without a pool: a qdisc has its queues\n");
	vtc_vmdq_release(pf, st);
}

/**
 * vtc_vmdq_tick() - have stations and the PF still got their transmit queues
 * @pf: port
 *
 * mqprio, without the hardware's help, takes the queues from stations when it
 * comes, and when it goes leaves all of them to the PF.  Nobody is told.
 *
 * Context: the service work.
 */
void vtc_vmdq_tick(struct vtc_pf *pf)
{
	unsigned int i;

	/* Who has the lock may be waiting for this work */
	if (!pf->n_stations || !rtnl_trylock())
		return;
	if (!pf->netdev->num_tc)
		vtc_vmdq_set_pairs(pf, vtc_port_pairs(pf));
	for (i = 0; i < pf->n_stations; i++)
		vtc_vmdq_mend(pf, &pf->station[i]);
	rtnl_unlock();
}

static int vtc_vmdq_event(struct notifier_block *nb, unsigned long event,
			  void *data)
{
	struct vtc_pf *pf = container_of(nb, struct vtc_pf, station_nb);
	struct net_device *netdev = netdev_notifier_info_to_dev(data);
	unsigned int i;

	if (event != NETDEV_CHANGEADDR && event != NETDEV_CHANGE)
		return NOTIFY_DONE;
	for (i = 0; i < pf->n_stations; i++) {
		if (pf->station[i].upper != netdev)
			continue;
		if (event == NETDEV_CHANGEADDR)
			vtc_vmdq_move(pf, &pf->station[i]);
		else
			vtc_vmdq_recheck(pf, &pf->station[i]);
	}
	return NOTIFY_DONE;
}

static int vtc_vmdq_add_vectors(struct vtc_pf *pf, unsigned int i)
{
	struct vtc_dp *dp = &pf->station[i].dp;
	int err;

	vtc_dp_chain(&pf->dp, dp, vtc_poolplan_station_queue(&pf->plan, i));
	dp->received = vtc_vmdq_received;
	err = vtc_irq_add_vectors(pf, dp,
				  vtc_poolplan_station_vector(&pf->plan, i, 0),
				  pf->plan.station_vectors,
				  vtc_poolplan_station_most_pairs(&pf->plan, i));
	if (!err)
		pf->n_stations = i + 1;
	return err;
}

/* Queues behind the PF's pairs are stations', there or not, as long as it lives */
static int vtc_vmdq_set_queues(struct vtc_pf *pf)
{
	struct net_device *netdev = pf->netdev;
	int err;

	/* A queue has a vector, and one vector has no queue */
	err = netif_set_real_num_tx_queues(netdev,
					   vtc_poolplan_all_vectors(&pf->plan) - 1);
	if (err)
		return err;
	netdev->hw_features |= NETIF_F_HW_L2FW_DOFFLOAD;
	return vtc_vmdq_set_pairs(pf, vtc_port_pairs(pf));
}

/**
 * vtc_vmdq_set_pairs() - queues of the PF itself
 * @pf: port
 * @n: pairs
 *
 * The stack picks among them for what the PF sends, and leaves those behind
 * them to the stations.
 *
 * Context: rtnl or probe.
 * Return: 0 or a negative errno.
 */
int vtc_vmdq_set_pairs(struct vtc_pf *pf, unsigned int n)
{
	int err;

	if (!pf->n_stations)
		return netif_set_real_num_queues(pf->netdev, n, n);
	err = netif_set_real_num_rx_queues(pf->netdev, n);
	if (!err && !pf->netdev->num_tc)
		err = netdev_set_num_tc(pf->netdev, 1);
	/* The classes of a qdisc are the administrator's */
	if (err || pf->netdev->num_tc > 1)
		return err;
	return netdev_set_tc_queue(pf->netdev, 0, n, 0);
}

/**
 * vtc_vmdq_init() - what stations need for as long as the driver is there
 * @pf: port, with its vectors; its netdev is not registered yet
 *
 * Context: probe.
 * Return: 0 or a negative errno, with nothing left behind.
 */
int vtc_vmdq_init(struct vtc_pf *pf)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < pf->plan.station_vectors && !err; i++)
		err = vtc_vmdq_add_vectors(pf, i);
	if (!pf->n_stations)
		return err;
	if (!err)
		err = vtc_vmdq_set_queues(pf);
	pf->station_nb.notifier_call = vtc_vmdq_event;
	if (!err)
		err = register_netdevice_notifier(&pf->station_nb);
	if (err)
		pf->station_nb.notifier_call = NULL;
	if (err)
		vtc_vmdq_exit(pf);
	return err;
}

/**
 * vtc_vmdq_exit() - undo vtc_vmdq_init()
 * @pf: port, no station is left
 *
 * Context: sleeps.
 */
void vtc_vmdq_exit(struct vtc_pf *pf)
{
	if (pf->station_nb.notifier_call)
		unregister_netdevice_notifier(&pf->station_nb);
	pf->station_nb.notifier_call = NULL;
	while (pf->n_stations)
		vtc_dp_del_vectors(&pf->station[--pf->n_stations].dp);
}
