// SPDX-License-Identifier: GPL-2.0-only
/*
 * bridge link set dev PF hwmode veb|vepa: whether the switch forwards between
 * pools itself (VEB) or leaves that to the bridge on the wire (VEPA).
 *
 * A wish like any other: kept without VFs and over resets.
 */
#include <linux/errno.h>
#include <linux/if_bridge.h>
#include <linux/rtnetlink.h>
#include <net/netlink.h>
#include "pf.h"

static int vtc_bridge_mode_attr(const struct nlattr *attr, u16 *mode,
				struct netlink_ext_ack *extack)
{
	if (nla_len(attr) != sizeof(u16))
		return -EINVAL;
	*mode = nla_get_u16(attr);
	if (*mode == BRIDGE_MODE_VEB || *mode == BRIDGE_MODE_VEPA)
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr, "hwmode is veb or vepa");
	return -EINVAL;
}

/* The mode, and nothing else that a bridge's port may have */
static int vtc_bridge_parse(struct nlmsghdr *nlh, u16 *mode,
			    struct netlink_ext_ack *extack)
{
	struct nlattr *port, *spec, *attr;
	bool found = false;
	int rem, err;

	port = nlmsg_find_attr(nlh, sizeof(struct ifinfomsg), IFLA_PROTINFO);
	spec = nlmsg_find_attr(nlh, sizeof(struct ifinfomsg), IFLA_AF_SPEC);
	if ((port && nla_len(port)) || !spec)
		goto unsupported;
	nla_for_each_nested(attr, spec, rem) {
		switch (nla_type(attr)) {
		case IFLA_BRIDGE_FLAGS:
			break;
		case IFLA_BRIDGE_MODE:
			err = vtc_bridge_mode_attr(attr, mode, extack);
			if (err)
				return err;
			found = true;
			break;
		default:
			goto unsupported;
		}
	}
	if (found)
		return 0;
unsupported:
	NL_SET_ERR_MSG_MOD(extack, "the embedded switch has hwmode and no other setting");
	return -EOPNOTSUPP;
}

/**
 * vtc_bridge_setlink() - ndo_bridge_setlink
 * @netdev: the PF
 * @nlh: message
 * @flags: BRIDGE_FLAGS_*
 * @extack: why not
 *
 * Context: rtnl.
 * Return: 0; -EINVAL: no such mode; -EOPNOTSUPP: something else is asked for, or
 * what the chip cannot do.
 */
int vtc_bridge_setlink(struct net_device *netdev, struct nlmsghdr *nlh, u16 flags,
		       struct netlink_ext_ack *extack)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	u16 mode;
	int err;

	err = vtc_bridge_parse(nlh, &mode, extack);
	if (err)
		return err;
	if (mode == BRIDGE_MODE_VEB && pf->gen->sw->caps.no_switch) {
		NL_SET_ERR_MSG_MOD(extack, "this chip has no switch between its pools");
		return -EOPNOTSUPP;
	}
	vtc_cfglock_take(&pf->cfg_lock);
	WRITE_ONCE(pf->vepa, mode == BRIDGE_MODE_VEPA);
	err = vtc_config_apply(pf);
	vtc_cfglock_give(&pf->cfg_lock);
	return err;
}

/**
 * vtc_bridge_getlink() - ndo_bridge_getlink
 * @skb: answer
 * @pid: to whom
 * @seq: of which question
 * @netdev: the PF
 * @filter_mask: what is asked for
 * @nlflags: of the answer
 *
 * Context: rtnl, and a reader of RCU: must not sleep.
 * Return: 0 or -EMSGSIZE.
 */
int vtc_bridge_getlink(struct sk_buff *skb, u32 pid, u32 seq,
		       struct net_device *netdev, u32 filter_mask, int nlflags)
{
	struct vtc_pf *pf = netdev_priv(netdev);
	bool vepa = READ_ONCE(pf->vepa) || pf->gen->sw->caps.no_switch;
	u16 mode = vepa ? BRIDGE_MODE_VEPA : BRIDGE_MODE_VEB;

	return ndo_dflt_bridge_getlink(skb, pid, seq, netdev, mode, 0, 0, nlflags,
				       filter_mask, NULL);
}
