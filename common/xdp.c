// SPDX-License-Identifier: GPL-2.0-only
/*
 * XDP on PF and VF: what a netdev and its rings have for it.
 *
 * Owns the exchange of programs, a receive ring's share in XDP and the metadata
 * calls.  Programs are run in xdprun.c.
 */
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/slab.h>
#include <net/xdp.h>
#include "qvec.h"
#include "rxd.h"
#include "xdp.h"
#include "xdprun.h"

/* --- metadata --- */

#ifdef KC_XDP_METADATA
static const enum xdp_rss_hash_type vtc_xdp_hash_types[] = {
	[VTC_RSS_TYPE_TCP4]	= XDP_RSS_TYPE_L4_IPV4_TCP,
	[VTC_RSS_TYPE_IPV4]	= XDP_RSS_TYPE_L3_IPV4,
	[VTC_RSS_TYPE_TCP6]	= XDP_RSS_TYPE_L4_IPV6_TCP,
	[VTC_RSS_TYPE_IPV6_EX]	= XDP_RSS_TYPE_L3_IPV6_EX,
	[VTC_RSS_TYPE_IPV6]	= XDP_RSS_TYPE_L3_IPV6,
	[VTC_RSS_TYPE_TCP6_EX]	= XDP_RSS_TYPE_L4_IPV6_TCP_EX,
	[VTC_RSS_TYPE_UDP4]	= XDP_RSS_TYPE_L4_IPV4_UDP,
	[VTC_RSS_TYPE_UDP6]	= XDP_RSS_TYPE_L4_IPV6_UDP,
	[VTC_RSS_TYPE_UDP6_EX]	= XDP_RSS_TYPE_L4_IPV6_UDP_EX,
};

static int vtc_xdp_rx_hash(const struct xdp_md *ctx, u32 *hash,
			   enum xdp_rss_hash_type *type)
{
	const struct vtc_xdp_buff *frame = (const void *)ctx;
	u32 info = le32_to_cpu(frame->wb->info);
	u32 kind = FIELD_GET(VTC_RXI_RSS_TYPE, info);

	if (!vtc_rxd_hashed(info) || kind >= ARRAY_SIZE(vtc_xdp_hash_types))
		return -ENODATA;
	*hash = le32_to_cpu(frame->wb->hash);
	*type = vtc_xdp_hash_types[kind];
	return 0;
}

static int __maybe_unused vtc_xdp_rx_vlan_tag(const struct xdp_md *ctx,
					      __be16 *proto, u16 *tci)
{
	const struct vtc_xdp_buff *frame = (const void *)ctx;
	u16 tag = le16_to_cpu(frame->wb->vlan);

	if (!(le32_to_cpu(frame->wb->status) & VTC_RXS_VP) ||
	    !vtc_rx_shows_tag(frame->rx, tag))
		return -ENODATA;
	*proto = htons(ETH_P_8021Q);
	*tci = tag;
	return 0;
}

static const struct xdp_metadata_ops vtc_xdp_metadata_ops = {
	.xmo_rx_hash		= vtc_xdp_rx_hash,
	KC_XDP_VLAN_TAG_INIT(vtc_xdp_rx_vlan_tag)
};
#endif

/* --- life of a ring --- */

/**
 * vtc_xdp_alloc() - a ring's share in XDP
 * @rx: ring, with its pool
 * @prog: where the program is to be found
 *
 * Context: sleeps.
 * Return: 0 or a negative errno, with nothing left behind.
 */
int vtc_xdp_alloc(struct vtc_rx_ring *rx, struct bpf_prog **prog)
{
	struct vtc_xdp *x = kzalloc(sizeof(*x), GFP_KERNEL);
	int err;

	if (!x)
		return -ENOMEM;
	x->prog = prog;
	x->frame.rx = rx;
	xdp_init_buff(&x->frame.xdp, VTC_RX_TRUESIZE, &x->rxq);
	err = xdp_rxq_info_reg(&x->rxq, rx->qv->napi.dev, rx->index,
			       rx->qv->napi.napi_id);
	if (err)
		goto free;
	err = xdp_rxq_info_reg_mem_model(&x->rxq, MEM_TYPE_PAGE_POOL, rx->pool);
	if (err)
		goto unreg;
	rx->xdp = x;
	return 0;

unreg:
	xdp_rxq_info_unreg(&x->rxq);
free:
	kfree(x);
	return err;
}

/**
 * vtc_xdp_free() - undo vtc_xdp_alloc(), before the ring's pool goes
 * @rx: ring, stopped; one without XDP is fine
 *
 * Context: sleeps.
 */
void vtc_xdp_free(struct vtc_rx_ring *rx)
{
	if (!rx->xdp)
		return;
	xdp_rxq_info_unreg(&rx->xdp->rxq);
	kfree(rx->xdp);
	rx->xdp = NULL;
}

/* --- the netdev --- */

/**
 * vtc_xdp_advertise() - tell the core what is supported
 * @netdev: not registered yet
 *
 * Context: probe.
 */
void vtc_xdp_advertise(struct net_device *netdev)
{
	kc_xdp_features(netdev);
#ifdef KC_XDP_METADATA
	netdev->xdp_metadata_ops = &vtc_xdp_metadata_ops;
#endif
}

/**
 * vtc_xdp_check_mtu() - may the netdev have this MTU
 * @dp: datapath
 * @mtu: wish
 *
 * Context: rtnl.
 * Return: 0, or -EINVAL if a program is attached that looks at one buffer only.
 */
int vtc_xdp_check_mtu(const struct vtc_dp *dp, int mtu)
{
	if (!dp->prog || dp->prog->aux->xdp_has_frags || mtu <= VTC_XDP_MTU_ONE_BUF)
		return 0;
	netdev_warn(dp->netdev, "the XDP program takes an MTU of %d at most\n",
		    (int)VTC_XDP_MTU_ONE_BUF);
	return -EINVAL;
}

/* The first program or none: rings of another kind */
static int vtc_xdp_renew(struct vtc_dp *dp, struct bpf_prog *prog,
			 int (*renew)(struct vtc_dp *dp))
{
	int err;

	/* Rings made without a program do not look, those with one may find none */
	WRITE_ONCE(dp->prog, prog);
	err = dp->rings ? renew(dp) : 0;
	if (!err || !prog)
		return 0;	/* without memory the old rings do as well */
	WRITE_ONCE(dp->prog, NULL);
	return err;
}

/**
 * vtc_xdp_setup() - ndo_bpf of both drivers
 * @dp: datapath
 * @bpf: command
 * @renew: exchanges the rings that run for new ones of the same sizes; on
 *	failure the old ones have to run on
 *
 * Context: rtnl.
 * Return: 0 or a negative errno, with the old program running.
 */
int vtc_xdp_setup(struct vtc_dp *dp, struct netdev_bpf *bpf,
		  int (*renew)(struct vtc_dp *dp))
{
	struct bpf_prog *prog = bpf->prog, *old = dp->prog;
	int err = 0;

	if (bpf->command != XDP_SETUP_PROG)
		return -EINVAL;
	if (prog && !prog->aux->xdp_has_frags &&
	    dp->netdev->mtu > VTC_XDP_MTU_ONE_BUF) {
		NL_SET_ERR_MSG_MOD(bpf->extack,
				   "MTU too large for a program without fragments");
		return -EINVAL;
	}
	if (!old == !prog)
		WRITE_ONCE(dp->prog, prog);
	else
		err = vtc_xdp_renew(dp, prog, renew);
	if (err)
		NL_SET_ERR_MSG_MOD(bpf->extack, "no memory for rings with XDP");
	else if (old)
		bpf_prog_put(old);
	return err;
}
