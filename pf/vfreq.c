// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests of VFs.
 *
 * A message is copied once, decoded (msg.c), put to the policy (vport.c) and
 * applied by the same function as an administrator's wish (config.c).  Which VF
 * it is of is said by the cause bit and never by the message.  When it is
 * served is decided in vfmail.c.  Never takes rtnl.
 */
#include <linux/errno.h>
#include "vfhw.h"
#include "vfwork.h"

static void vtc_vfreq_reply(struct vtc_pf_vf *v, u32 *w)
{
	/* Without CTS even an old driver keeps its carrier down */
	if (v->admin.link == VTC_LINK_DISABLE)
		w[0] &= ~VTC_MBX_CTS;
	vtc_vftell_reply(v, w);
}

static void vtc_vfreq_do_reset(struct vtc_pf *pf, unsigned int vf,
			       const struct vtc_msg *msg)
{
	struct vtc_pf_vf *v = &pf->vf[vf];
	struct vtc_vport_asked *asked = &pf->scratch->asked;
	u32 w[VTC_MBX_WORDS] = {};
	u8 mac[ETH_ALEN];
	int err;

	/* The reset itself may have been seen, or not: see to it again */
	vtc_vftenant_forget(pf, vf);
	*asked = v->asked;
	err = vtc_vport_request(&v->admin, asked, msg, v->default_mac);
	if (!err)
		err = vtc_config_set_vf(pf, vf, NULL, asked);
	if (err) {
		vtc_msg_encode_reply(VTC_MBX_OP_RESET, err, w);
	} else {
		v->cts = true;
		vtc_config_vf_mac(pf, vf, mac);
		vtc_msg_encode_reset_reply(mac, v->admin.link, w);
	}
	vtc_vfreq_reply(v, w);
}

/* What belongs to another VF although it does not use it just now */
static int vtc_vfreq_check(struct vtc_pf *pf, unsigned int vf,
			   const struct vtc_msg *msg)
{
	if (msg->op == VTC_MBX_OP_SET_MAC && msg->mac.verb != VTC_MSG_MAC_CLEAR &&
	    vtc_config_mac_reserved(pf, vf, msg->mac.addr))
		return -EADDRINUSE;
	if (msg->op == VTC_MBX_OP_SET_VLAN && msg->vlan.add &&
	    !pf->vf[vf].admin.trusted &&
	    vtc_l2sw_vlan_reserved(&pf->sw, vf, msg->vlan.vid))
		return -EPERM;
	return 0;
}

static int vtc_vfreq_do(struct vtc_pf *pf, unsigned int vf,
			const struct vtc_msg *msg)
{
	struct vtc_vport_asked *asked = &pf->scratch->asked;
	struct vtc_pf_vf *v = &pf->vf[vf];
	int err;

	*asked = v->asked;
	err = vtc_vport_request(&v->admin, asked, msg, v->default_mac);
	if (!err)
		err = vtc_vfreq_check(pf, vf, msg);
	if (!err && memcmp(asked, &v->asked, sizeof(*asked)))
		err = vtc_config_set_vf(pf, vf, NULL, asked);
	if (!err && msg->op == VTC_MBX_OP_SET_MC && !msg->mc.more &&
	    v->asked.mc_overflow && !v->admin.trusted)
		v->counts.mc_cut++;
	if (!err)
		return 0;
	v->counts.refused++;
	if (vtc_vflog_may(v, VTC_VFLOG_REFUSED))
		netdev_info(pf->netdev, "VF %u: request %u refused: %d\n", vf,
			    msg->op, err);
	return err;
}

/* A request that makes no sense, whoever sends it */
static void vtc_vfreq_count_bad(struct vtc_pf_vf *v, int err)
{
	if (err == -EOPNOTSUPP)
		v->counts.unknown++;
	else
		v->counts.malformed++;
	v->counts.refused++;
}

/**
 * vtc_vfreq_serve() - take a VF's request and answer it
 * @pf: port
 * @vf: index
 * @reset: result: it was a RESET
 *
 * Context: cfg_lock.
 * Return: 0; -EBUSY: the VF holds the buffer, the request still lies there;
 * -ENOMSG: it rang for nothing; -ERESTART: it was reset meanwhile, so the
 * request is to be served once that has been.
 */
int vtc_vfreq_serve(struct vtc_pf *pf, unsigned int vf, bool *reset)
{
	struct vtc_pf_vf *v = &pf->vf[vf];
	u32 w[VTC_MBX_WORDS], header;
	struct vtc_msg msg;
	int err;

	*reset = false;
	if (vtc_mbx_pf_read(&v->mbx, w))
		return -EBUSY;
	v->counts.requests++;
	header = w[0];
	/* A word of our own still in the buffer is no request */
	if (header & (VTC_MBX_ACK | VTC_MBX_NACK)) {
		vtc_mbx_pf_release(&v->mbx);
		return -ENOMSG;
	}
	err = vtc_msg_decode_req(w, &msg);
	if (!err && msg.op == VTC_MBX_OP_RESET) {
		*reset = true;
		/* Younger than the look at resets: that one comes first */
		if (vtc_vfhw_take_reset(&pf->hw, vf)) {
			vtc_mbx_pf_release(&v->mbx);
			return -ERESTART;
		}
		vtc_vfreq_do_reset(pf, vf, &msg);
		return 0;
	}
	if (!v->cts) {
		vtc_vftell_lost_cts(v);
		return 0;
	}
	if (err)
		vtc_vfreq_count_bad(v, err);
	else
		err = vtc_vfreq_do(pf, vf, &msg);
	vtc_msg_encode_reply(header, err, w);
	vtc_vfreq_reply(v, w);
	return 0;
}
