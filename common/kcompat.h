/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The only file that knows kernel versions.
 *
 * The drivers are written for the newest kernel.  What an older one calls by
 * another name, or lacks, is translated here: include the kernel's header,
 * then alias.  A name the kernel has is never redefined to something else
 * unless by a #define to a kc_ function: stable kernels take things back.
 */
#ifndef VTC_KCOMPAT_H
#define VTC_KCOMPAT_H

#include <linux/hrtimer.h>
#include <linux/netdevice.h>
#include <linux/pci.h>
#include <linux/version.h>

/* page_pool: header moved in 6.6 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
#include <net/page_pool/helpers.h>
#else
#include <net/page_pool.h>
#endif

/* Fragments needed a flag until 6.7 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
#define KC_PP_FLAG_PAGE_FRAG	0
#else
#define KC_PP_FLAG_PAGE_FRAG	PP_FLAG_PAGE_FRAG
#endif

/*
 * Until 6.4 whoever made an skb of a redirected frame took its whole page from the
 * pool, however many parts of it were still in use.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#define KC_XDP_PARTS(n)		(n)
#else
#define KC_XDP_PARTS(n)		1
#endif

/* The three setters of a fragment became one in 6.5 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)
static inline void kc_skb_frag_fill_page_desc(skb_frag_t *frag, struct page *page,
					      int off, int size)
{
	__skb_frag_set_page(frag, page);
	skb_frag_off_set(frag, off);
	skb_frag_size_set(frag, size);
}

#define skb_frag_fill_page_desc kc_skb_frag_fill_page_desc
#endif

/* A netdev says since 6.3 what it can do for XDP */
static inline void kc_xdp_features(struct net_device *netdev)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	netdev->xdp_features = NETDEV_XDP_ACT_BASIC | NETDEV_XDP_ACT_REDIRECT |
			       NETDEV_XDP_ACT_NDO_XMIT | NETDEV_XDP_ACT_RX_SG |
			       NETDEV_XDP_ACT_NDO_XMIT_SG;
#endif
}

/* Metadata calls for programs have their present form since 6.4, those for
 * VLAN tags since 6.8.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#define KC_XDP_METADATA
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
#define KC_XDP_VLAN_TAG_INIT(get)	.xmo_rx_vlan_tag = get,
#else
#define KC_XDP_VLAN_TAG_INIT(get)
#endif

/* Counters of each queue over netlink: 6.9, those used here 6.10 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
#define KC_STAT_OPS
#endif

/* Queues and vectors know their NAPI since 6.8 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 8, 0)
#define netif_queue_set_napi(netdev, queue, type, napi)	((void)(napi))
#define netif_napi_set_irq(napi, irq)			((void)(irq))
#endif

/* net_dim() takes its sample by reference since 6.13 */
#include <linux/dim.h>
#if IS_ENABLED(CONFIG_DIMLIB)
static inline void kc_net_dim(struct dim *dim, const struct dim_sample *sample)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	net_dim(dim, sample);
#else
	net_dim(dim, *sample);
#endif
}
#endif

/* A pool knows its netdev since 6.8 */
static inline void kc_page_pool_owner(struct page_pool_params *params,
				      struct net_device *netdev)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
	params->netdev = netdev;
#endif
}

/* Since 6.4 it has a cache for its poller, which must not run when it is given
 * to the pool nor when the pool goes: not at its creation, therefore, which may
 * be beside a ring that runs.  Only the newest kernels have a function for it.
 */
static inline void kc_page_pool_polled_by(struct page_pool *pool,
					  struct napi_struct *napi)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	WRITE_ONCE(pool->p.napi, napi);
#endif
}

/* Lockless queue stop and wake came in 6.4 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#include <net/netdev_queues.h>
#endif

#ifndef netif_txq_maybe_stop
/* 1: enough room; 0: stopped; -1: stopped and started again */
static inline int kc_txq_try_stop(struct netdev_queue *txq, bool enough)
{
	if (!enough)
		return 0;
	netif_tx_start_queue(txq);
	return -1;
}

#define netif_txq_maybe_stop(txq, get_desc, stop_thrs, start_thrs)	\
({									\
	struct netdev_queue *kc_txq = (txq);				\
	int kc_res = 1;							\
									\
	if (unlikely((get_desc) < (stop_thrs))) {			\
		netif_tx_stop_queue(kc_txq);				\
		/* pairs with the barrier before the waker's test */	\
		smp_mb__after_atomic();					\
		kc_res = kc_txq_try_stop(kc_txq,			\
					 (get_desc) >= (start_thrs));	\
	}								\
	kc_res;								\
})
#endif

#ifndef netif_txq_completed_wake
#define netif_txq_completed_wake(txq, pkts, bytes, get_desc, start_thrs) \
do {									\
	struct netdev_queue *kc_txq = (txq);				\
									\
	netdev_tx_completed_queue(kc_txq, pkts, bytes);			\
	/* pairs with the barrier after the producer's stop */		\
	smp_mb();							\
	if (unlikely(netif_tx_queue_stopped(kc_txq)) &&		\
	    (get_desc) >= (start_thrs))					\
		netif_tx_wake_queue(kc_txq);				\
} while (0)
#endif

/* phylink asked each MAC for its link modes until 6.5, and called the function
 * without looking.  Goes into the initializer of a struct phylink_mac_ops.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
#define KC_PHYLINK_VALIDATE
#else
#define KC_PHYLINK_VALIDATE	.validate = phylink_generic_validate,
#endif

/* A loop in the PHY takes a speed since 6.15; 0 is its own choice, as before */
#include <linux/phy.h>
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)
static inline int kc_phy_loopback(struct phy_device *phy, bool on, int speed)
{
	return phy_loopback(phy, on);
}

#define phy_loopback kc_phy_loopback
#endif

/* Plain strings for "ethtool -S" got a function of their own in 6.8 */
#include <linux/ethtool.h>
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 8, 0)
static inline void kc_ethtool_puts(u8 **data, const char *str)
{
	strscpy(*data, str, ETH_GSTRING_LEN);
	*data += ETH_GSTRING_LEN;
}

#define ethtool_puts kc_ethtool_puts
#endif

/* The hash key and table travel in one structure since 6.8.  KC_RXFH_OPS()
 * stands at file level, KC_RXFH_INIT() in the struct ethtool_ops.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
#define KC_RXFH_OPS(get, set)
#define KC_RXFH_INIT(get, set)	.get_rxfh = get, .set_rxfh = set,
#else
struct kc_ethtool_rxfh_param {
	u8 hfunc;
	u32 *indir;
	u8 *key;
};

#define ethtool_rxfh_param kc_ethtool_rxfh_param

#define KC_RXFH_OPS(get, set)						\
static int kc_get_rxfh(struct net_device *netdev, u32 *indir, u8 *key,	\
		       u8 *hfunc)					\
{									\
	struct ethtool_rxfh_param rxfh = { .indir = indir, .key = key };	\
	int err = get(netdev, &rxfh);					\
									\
	if (hfunc)							\
		*hfunc = rxfh.hfunc;					\
	return err;							\
}									\
									\
static int kc_set_rxfh(struct net_device *netdev, const u32 *indir,	\
		       const u8 *key, const u8 hfunc)			\
{									\
	struct ethtool_rxfh_param rxfh = {				\
		.hfunc = hfunc,						\
		.indir = (u32 *)indir,					\
		.key = (u8 *)key,					\
	};								\
									\
	return set(netdev, &rxfh, NULL);				\
}

#define KC_RXFH_INIT(get, set)						\
	.get_rxfh = kc_get_rxfh, .set_rxfh = kc_set_rxfh,
#endif

/* The number of receive rings was one of many questions to one operation until
 * 6.18.  Used like the two above.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 18, 0)
#define KC_RX_RINGS_OP(get)
#define KC_RX_RINGS_INIT(get)	.get_rx_ring_count = get,
#else
#define KC_RX_RINGS_OP(get)						\
static int kc_get_rxnfc(struct net_device *netdev,			\
			struct ethtool_rxnfc *rxnfc, u32 *locs)		\
{									\
	if (rxnfc->cmd != ETHTOOL_GRXRINGS)				\
		return -EOPNOTSUPP;					\
	rxnfc->data = get(netdev);					\
	return 0;							\
}

#define KC_RX_RINGS_INIT(get)	.get_rxnfc = kc_get_rxnfc,
#endif

/* The interrupt line got its present name in 6.8 */
#ifndef PCI_IRQ_INTX
#define PCI_IRQ_INTX	PCI_IRQ_LEGACY
#endif

/* ndo_fdb_add says since 6.14 whether it has notified */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 14, 0)
#define KC_FDB_NOTIFIED(rest)	bool *notified, rest
#else
#define KC_FDB_NOTIFIED(rest)	rest
#endif

/* Where a dump of an fdb goes on has a name since 6.14 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 14, 0)
#define KC_FDB_DUMP_FROM(cb)	(((struct ndo_fdb_dump_context *)(cb)->ctx)->fdb_idx)
#else
#define KC_FDB_DUMP_FROM(cb)	((cb)->args[2])
#endif

/* hrtimer_init() and a function to be filled in, until 6.13 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
#define hrtimer_setup	kc_hrtimer_setup
static inline void kc_hrtimer_setup(struct hrtimer *timer,
				    enum hrtimer_restart (*fn)(struct hrtimer *),
				    clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = fn;
}
#endif

#endif /* VTC_KCOMPAT_H */
