// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests to the PF.
 *
 * Owns the VF's end of the mailbox: one exchange at a time, each answer
 * checked, and the PF's unasked messages picked out from between.  Once an
 * answer fails to come the PF counts as lost and only a new handshake (reset.c)
 * brings it back, so that a dead PF costs one wait and not one for each
 * request.  Decides nothing about what is asked for.
 */
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/string.h>
#include "vf.h"

#define VTC_PFREQ_RSTI_US	10000	/* the PF's reset, once it is under way */
#define VTC_PFREQ_ANSWER_US	500000
/* Messages of the PF that may get between a request and its answer */
#define VTC_PFREQ_NEWS		4

static void vtc_pfreq_lose(struct vtc_pfreq *pf)
{
	lockdep_assert_held(&pf->lock);
	if (!pf->cts)
		return;
	WRITE_ONCE(pf->cts, false);
	pf->lost++;
}

/*
 * Something the PF says by itself.  Without CTS it has forgotten us, unless it
 * says so only to keep the carrier of older drivers down.
 */
static void vtc_pfreq_news(struct vtc_pfreq *pf, const u32 *w)
{
	struct vtc_msg_control ctl;

	/* An answer that came too late */
	if (vtc_msg_decode_control(w, &ctl))
		return;
	pf->news++;
	/* One who does not know the extension leaves old words in its place */
	if (!pf->ext)
		ctl.ext = false;
	if (ctl.ext)
		WRITE_ONCE(pf->link, ctl.link);
	WRITE_ONCE(pf->changed, true);
	if (!ctl.cts && !(ctl.ext && ctl.link == VTC_LINK_DISABLE))
		vtc_pfreq_lose(pf);
}

static int vtc_pfreq_take_news(struct vtc_pfreq *pf)
{
	u32 w[VTC_MBX_WORDS];
	int err;

	err = vtc_mbx_vf_take(&pf->mbx, w);
	if (!err)
		vtc_pfreq_news(pf, w);
	return err;
}

/* News may have told that there is nobody any more who would answer */
static bool vtc_pfreq_pointless(const struct vtc_pfreq *pf, const u32 *req)
{
	return req[0] != VTC_MBX_OP_RESET && !pf->cts;
}

static int vtc_pfreq_post(struct vtc_pfreq *pf, const u32 *req)
{
	unsigned int i;
	int err;

	for (i = 0; i < VTC_PFREQ_NEWS; i++) {
		err = vtc_mbx_vf_send(&pf->mbx, req);
		if (err != -EAGAIN)
			return err;
		err = vtc_pfreq_take_news(pf);
		if (err)
			return err;
		if (vtc_pfreq_pointless(pf, req))
			return -ENOTCONN;
	}
	return -EBUSY;
}

static int vtc_pfreq_answer(struct vtc_pfreq *pf, const u32 *req, u32 *w)
{
	unsigned int i;
	int err;

	for (i = 0; i < VTC_PFREQ_NEWS; i++) {
		err = vtc_mbx_vf_recv(&pf->mbx, w, VTC_PFREQ_ANSWER_US);
		if (err)
			return err;
		err = vtc_msg_decode_reply(req[0], w);
		if (err != -EPROTO)
			return err;
		vtc_pfreq_news(pf, w);
		if (vtc_pfreq_pointless(pf, req))
			return -ENOTCONN;
	}
	return -EPROTO;
}

static int vtc_pfreq_exchange(struct vtc_pfreq *pf, const struct vtc_msg *msg,
			      u32 *w)
{
	u32 req[VTC_MBX_WORDS];
	int err;

	lockdep_assert_held(&pf->lock);
	vtc_msg_encode_req(msg, req);
	err = vtc_pfreq_post(pf, req);
	if (err)
		return err;
	return vtc_pfreq_answer(pf, req, w);
}

static int vtc_pfreq_judge(struct vtc_pfreq *pf, u16 op, int err, const u32 *w)
{
	if (!err)
		return 0;
	/* Ours refuses without CTS while it holds the carrier down */
	if (err == -EPERM && (pf->ext || vtc_msg_has_cts(w))) {
		pf->refused[op]++;
		return -EPERM;
	}
	vtc_pfreq_lose(pf);
	return -ENOTCONN;
}

/*
 * The one road of all requests but RESET.  Returns 0, -EPERM if the PF refused,
 * or -ENOTCONN: it is not there now, and a handshake has been scheduled after
 * which every wish is told again.
 */
static int vtc_pfreq_request(struct vtc_vf *vf, const struct vtc_msg *msg)
{
	struct vtc_pfreq *pf = &vf->pf;
	u32 w[VTC_MBX_WORDS];
	int err = -ENOTCONN;

	/* A handshake with a silent PF may hold the lock for long */
	if (READ_ONCE(pf->cts)) {
		mutex_lock(&pf->lock);
		if (pf->cts) {
			WRITE_ONCE(pf->requests, pf->requests + 1);
			err = vtc_pfreq_exchange(pf, msg, w);
			err = vtc_pfreq_judge(pf, msg->op, err, w);
		}
		mutex_unlock(&pf->lock);
	}
	if (!READ_ONCE(pf->cts)) {
		vtc_carrier_update(vf);
		vtc_reset_schedule(vf);
	}
	return err;
}

/**
 * vtc_pfreq_init() - a PF nobody has talked to yet
 * @vf: VF
 *
 * Context: probe.
 */
void vtc_pfreq_init(struct vtc_vf *vf)
{
	mutex_init(&vf->pf.lock);
	vf->pf.mbx.hw = &vf->hw;
}

/**
 * vtc_pfreq_absent() - does the PF say itself that it is not there
 * @vf: VF
 *
 * It does so from the begin of its reset until it is ready; after its driver
 * has gone, for ever.
 *
 * Context: sleeps.
 * Return: true if so.
 */
bool vtc_pfreq_absent(struct vtc_vf *vf)
{
	bool absent;

	mutex_lock(&vf->pf.lock);
	absent = vtc_mbx_vf_in_reset(&vf->pf.mbx);
	if (absent)
		vtc_pfreq_lose(&vf->pf);
	mutex_unlock(&vf->pf.lock);
	return absent;
}

static void vtc_pfreq_reset_self(struct vtc_vf *vf)
{
	vtc_wr(&vf->hw, vf->gen->regs.ctrl, vf->gen->ctrl_rst);
	vtc_flush(&vf->hw);
}

static int vtc_pfreq_handshake(struct vtc_pfreq *pf, struct vtc_msg_reset *reset)
{
	static const struct vtc_msg msg = { .op = VTC_MBX_OP_RESET };
	u32 w[VTC_MBX_WORDS];
	int err;

	err = vtc_mbx_vf_wait_reset(&pf->mbx, VTC_PFREQ_RSTI_US);
	if (err)
		return err;
	vtc_mbx_vf_was_reset(&pf->mbx);
	err = vtc_pfreq_exchange(pf, &msg, w);
	/* A refusal only means that it has no address for us */
	if (err && err != -EPERM)
		return err;
	return vtc_msg_decode_reset_reply(w, reset);
}

/**
 * vtc_pfreq_reset() - reset the VF and shake hands with the PF
 * @vf: VF; its rings are stopped
 * @reset: what the PF told
 *
 * Context: sleeps, as long as a request.
 * Return: 0 or a negative errno: the PF is not there.
 */
int vtc_pfreq_reset(struct vtc_vf *vf, struct vtc_msg_reset *reset)
{
	struct vtc_pfreq *pf = &vf->pf;
	int err;

	mutex_lock(&pf->lock);
	WRITE_ONCE(pf->cts, false);
	vtc_pfreq_reset_self(vf);
	err = vtc_pfreq_handshake(pf, reset);
	if (!err) {
		pf->ext = reset->ext;
		WRITE_ONCE(pf->link, reset->link);
		WRITE_ONCE(pf->mc_parts, reset->mc_parts);
		WRITE_ONCE(pf->changed, false);
		WRITE_ONCE(pf->cts, true);
	}
	mutex_unlock(&pf->lock);
	return err;
}

/**
 * vtc_pfreq_farewell() - leave the function silent
 * @vf: VF; its rings are stopped
 *
 * The PF sees the reset and takes back what this VF had.
 *
 * Context: sleeps.
 */
void vtc_pfreq_farewell(struct vtc_vf *vf)
{
	mutex_lock(&vf->pf.lock);
	WRITE_ONCE(vf->pf.cts, false);
	vtc_pfreq_reset_self(vf);
	mutex_unlock(&vf->pf.lock);
}

/**
 * vtc_pfreq_listen() - see what the PF has to say
 * @vf: VF
 *
 * Context: sleeps, 100 ms at most.
 * Return: true if the PF has shown a sign of life.
 */
bool vtc_pfreq_listen(struct vtc_vf *vf)
{
	struct vtc_pfreq *pf = &vf->pf;
	bool alive = false;

	mutex_lock(&pf->lock);
	if (vtc_mbx_vf_in_reset(&pf->mbx) || vtc_mbx_vf_was_reset(&pf->mbx))
		vtc_pfreq_lose(pf);
	if (vtc_mbx_vf_has_mail(&pf->mbx))
		alive = !vtc_pfreq_take_news(pf);
	mutex_unlock(&pf->lock);
	return alive;
}

/**
 * vtc_pfreq_set_mac() - ask for an address as the VF's own
 * @vf: VF
 * @addr: valid unicast address
 *
 * Context: sleeps, 1.1 s for a PF that is silent, 3.5 s at most for one that
 * talks instead of answering; so do all the requests below.
 * Return: 0; -EPERM: the PF refuses; -ENOTCONN: it is not there now. The same
 * for the requests below.
 */
int vtc_pfreq_set_mac(struct vtc_vf *vf, const u8 *addr)
{
	struct vtc_msg msg = { .op = VTC_MBX_OP_SET_MAC };

	msg.mac.verb = VTC_MSG_MAC_PRIMARY;
	ether_addr_copy(msg.mac.addr, addr);
	return vtc_pfreq_request(vf, &msg);
}

/**
 * vtc_pfreq_clear_addrs() - give all further unicast addresses back
 * @vf: VF
 * @own: the VF's own address, which stays: PF drivers of others look into the
 *	message for a valid one
 *
 * Context: sleeps.
 * Return: as vtc_pfreq_set_mac().
 */
int vtc_pfreq_clear_addrs(struct vtc_vf *vf, const u8 *own)
{
	struct vtc_msg msg = { .op = VTC_MBX_OP_SET_MAC };

	msg.mac.verb = VTC_MSG_MAC_CLEAR;
	ether_addr_copy(msg.mac.addr, own);
	return vtc_pfreq_request(vf, &msg);
}

/**
 * vtc_pfreq_add_addr() - ask for one more unicast address
 * @vf: VF
 * @addr: valid unicast address
 *
 * Context: sleeps.
 * Return: as vtc_pfreq_set_mac().
 */
int vtc_pfreq_add_addr(struct vtc_vf *vf, const u8 *addr)
{
	struct vtc_msg msg = { .op = VTC_MBX_OP_SET_MAC };

	msg.mac.verb = VTC_MSG_MAC_ADD;
	ether_addr_copy(msg.mac.addr, addr);
	return vtc_pfreq_request(vf, &msg);
}

/**
 * vtc_pfreq_set_mc() - tell the groups to be received
 * @vf: VF
 * @hashes: their table indices, VTC_MBX_MC_BITS bits
 * @parts: the PF takes more than fit into one message
 * @overflow: there are still more groups
 *
 * Until the last part is there, what was told before holds.
 *
 * Context: sleeps, for one request each of up to nine parts.
 * Return: as vtc_pfreq_set_mac().
 */
int vtc_pfreq_set_mc(struct vtc_vf *vf, const unsigned long *hashes, bool parts,
		     bool overflow)
{
	unsigned int max = parts ? VTC_MBX_MC_PART : VTC_MBX_MC_MAX;
	unsigned int next = 0;
	struct vtc_msg msg;
	bool more;
	int err;

	do {
		next = vtc_msg_cut_mc(hashes, next, max, &msg);
		more = parts && msg.mc.more;
		msg.mc.overflow = !more && (overflow || msg.mc.more);
		msg.mc.more = more;
		err = vtc_pfreq_request(vf, &msg);
	} while (!err && more);
	return err;
}

/**
 * vtc_pfreq_set_vlan() - ask for a VLAN, or give it back
 * @vf: VF
 * @vid: VLAN
 * @add: ask
 *
 * Context: sleeps.
 * Return: as vtc_pfreq_set_mac().
 */
int vtc_pfreq_set_vlan(struct vtc_vf *vf, u16 vid, bool add)
{
	struct vtc_msg msg = { .op = VTC_MBX_OP_SET_VLAN };

	msg.vlan.vid = vid;
	msg.vlan.add = add;
	return vtc_pfreq_request(vf, &msg);
}

/**
 * vtc_pfreq_set_max_frame() - tell the longest frame to be received
 * @vf: VF
 * @bytes: header, one tag and CRC included
 *
 * Context: sleeps.
 * Return: as vtc_pfreq_set_mac().
 */
int vtc_pfreq_set_max_frame(struct vtc_vf *vf, u32 bytes)
{
	struct vtc_msg msg = { .op = VTC_MBX_OP_SET_LPE };

	msg.max_frame = bytes;
	return vtc_pfreq_request(vf, &msg);
}

/**
 * vtc_pfreq_set_promisc() - ask for frames to anybody, to any group
 * @vf: VF
 * @unicast: to any station
 * @multicast: to any group
 *
 * Context: sleeps.
 * Return: as vtc_pfreq_set_mac().
 */
int vtc_pfreq_set_promisc(struct vtc_vf *vf, bool unicast, bool multicast)
{
	struct vtc_msg msg = { .op = VTC_MBX_OP_SET_PROMISC };

	msg.promisc.unicast = unicast;
	msg.promisc.multicast = multicast;
	return vtc_pfreq_request(vf, &msg);
}
