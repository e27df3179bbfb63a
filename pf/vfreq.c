// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests of VFs.
 *
 * Owns the mailbox work: it alone reads the mailbox causes and answers.  A
 * message is copied once, decoded (msg.c), put to the policy (vport.c) and
 * applied by the same function as an administrator's wish (config.c).  Nothing
 * that a VF does is waited for, and nothing it sends picks the VF: the cause
 * bit does.  Never takes rtnl.
 */
#include <linux/errno.h>
#include <linux/jiffies.h>
#include "pf.h"
#include "vfhw.h"

/*
 * A VF that is not initialised is reminded this often at most, and not while
 * it may be about to send RESET: the reminder would lie where it expects the
 * answer.
 */
#define VTC_VFREQ_NACK_GAP	(2 * HZ)
/* How long an unread message keeps the buffer from the next one */
#define VTC_VFREQ_UNREAD	HZ
#define VTC_VFREQ_LOG_GAP	(5 * HZ)
/* Passes of one run; what is left then waits for the next run */
#define VTC_VFREQ_PASSES	16
#define VTC_VFREQ_LINK_NOTE	0

/* One line a VF every few seconds at most, whatever it sends */
static bool vtc_vfreq_may_log(struct vtc_pf_vf *v)
{
	if (v->warned_at && time_before(jiffies, v->warned_at + VTC_VFREQ_LOG_GAP))
		return false;
	v->warned_at = jiffies ?: 1;
	return true;
}

/* Its own address is not free: let it keep the one it had, but silence it */
static void vtc_vfreq_close(struct vtc_pf *pf, unsigned int vf, int why)
{
	struct vtc_vport_asked *asked = &pf->scratch->asked;
	struct vtc_pf_vf *v = &pf->vf[vf];

	*asked = v->asked;
	asked->active = false;
	if (vtc_config_set_vf(pf, vf, NULL, asked))
		why = -EIO;
	if (vtc_vfreq_may_log(v))
		netdev_err(pf->netdev, "VF %u: has no address: %d\n", vf, why);
}

/* Its wishes end, and what a reset did to our registers is repaired */
static void vtc_vfreq_forget(struct vtc_pf *pf, unsigned int vf)
{
	static const struct vtc_vport_asked nothing;
	struct vtc_pf_vf *v = &pf->vf[vf];
	int err;

	v->cts = false;
	v->lost = false;
	v->notify = false;
	v->unread = false;
	v->nack_at = jiffies;
	vtc_l2sw_hw_forget_vf(&pf->sw_hw, vf);
	err = vtc_config_set_vf(pf, vf, NULL, &nothing);
	if (err)
		vtc_vfreq_close(pf, vf, err);
}

static bool vtc_vfreq_has_request(const struct vtc_mbx_pf *mbx)
{
	return vtc_vfhw_requests(mbx->hw) & BIT(mbx->vf);
}

/**
 * vtc_vfreq_new_tenant() - a VF begins anew: nothing of before may stay
 * @pf: port
 * @vf: index
 * @has_mail: a request of the new one has been seen already, and must not be
 *	wiped with what the old one left
 *
 * The administrator's wishes stay.
 *
 * Context: cfg_lock.
 */
void vtc_vfreq_new_tenant(struct vtc_pf *pf, unsigned int vf, bool has_mail)
{
	vtc_vfreq_forget(pf, vf);
	vtc_vfhw_clear_rings(&pf->hw, pf->gen, vf);
	if (!has_mail)
		vtc_mbx_pf_wipe(&pf->vf[vf].mbx, vtc_vfreq_has_request);
}

static void vtc_vfreq_sent(struct vtc_pf_vf *v)
{
	v->unread = true;
	v->sent_at = jiffies;
}

static void vtc_vfreq_reply(struct vtc_pf_vf *v, u32 *w)
{
	/* Without CTS even an old driver keeps its carrier down */
	if (v->admin.link == VTC_LINK_DISABLE)
		w[0] &= ~VTC_MBX_CTS;
	vtc_mbx_pf_reply(&v->mbx, w);
	vtc_vfreq_sent(v);
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
	vtc_vfreq_forget(pf, vf);
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
	if (!err && msg->op == VTC_MBX_OP_SET_MC && msg->mc.overflow &&
	    !v->admin.trusted)
		v->mc_cut++;
	if (err) {
		v->refused++;
		if (vtc_vfreq_may_log(v))
			netdev_info(pf->netdev, "VF %u: request %u refused: %d\n",
				    vf, msg->op, err);
	}
	return err;
}

/* Tell a VF that the PF does not know it: it has to send RESET */
static void vtc_vfreq_nack_lost(struct vtc_pf_vf *v)
{
	u32 w[VTC_MBX_WORDS] = {};

	vtc_msg_encode_lost_cts(w);
	vtc_vfreq_reply(v, w);
	v->nack_at = jiffies;
}

static void vtc_vfreq_request(struct vtc_pf *pf, unsigned int vf)
{
	struct vtc_pf_vf *v = &pf->vf[vf];
	u32 w[VTC_MBX_WORDS], header;
	struct vtc_msg msg;
	int err;

	if (vtc_mbx_pf_read(&v->mbx, w))
		return;
	v->requests++;
	header = w[0];
	/* A word of our own still in the buffer is no request */
	if (header & (VTC_MBX_ACK | VTC_MBX_NACK)) {
		vtc_mbx_pf_release(&v->mbx);
		return;
	}
	err = vtc_msg_decode_req(w, &msg);
	if (!err && msg.op == VTC_MBX_OP_RESET) {
		vtc_vfreq_do_reset(pf, vf, &msg);
		return;
	}
	if (!v->cts) {
		vtc_vfreq_nack_lost(v);
		return;
	}
	if (err)
		v->refused++;
	else
		err = vtc_vfreq_do(pf, vf, &msg);
	memset(w, 0, sizeof(w));
	vtc_msg_encode_reply(header, err, w);
	vtc_vfreq_reply(v, w);
}

/* What a VF is to be told unasked; tried again while it holds its mailbox */
static void vtc_vfreq_tell(struct vtc_pf *pf, unsigned int vf)
{
	struct vtc_pf_vf *v = &pf->vf[vf];
	u32 w[VTC_MBX_WORDS] = {};

	if (v->lost)
		vtc_msg_encode_lost_cts(w);
	else if (v->notify)
		vtc_msg_encode_control(v->cts && v->admin.link != VTC_LINK_DISABLE,
				       v->admin.link, w);
	else
		return;
	/* What lies in the buffer is read first, unless nobody reads at all */
	if (v->unread && time_before(jiffies, v->sent_at + VTC_VFREQ_UNREAD))
		return;
	if (vtc_mbx_pf_post(&v->mbx, w, vtc_vfreq_has_request))
		return;
	vtc_vfreq_sent(v);
	v->lost = false;
	v->notify = false;
}

static void vtc_vfreq_ack(struct vtc_pf_vf *v)
{
	v->unread = false;
	/* An answer taken by a VF we do not know: it missed a reset of ours */
	if (v->cts || v->lost)
		return;
	if (time_before(jiffies, v->nack_at + VTC_VFREQ_NACK_GAP))
		return;
	v->nack_at = jiffies;
	v->lost = true;
}

static bool vtc_vfreq_pass(struct vtc_pf *pf)
{
	struct vtc_vfhw_causes c;
	unsigned int vf;

	vtc_vfhw_latch(&pf->hw, &c);
	for (vf = 0; vf < pf->n_vfs; vf++) {
		if (c.reset & BIT(vf))
			vtc_vfreq_new_tenant(pf, vf, c.req & BIT(vf));
		if (c.ack & BIT(vf))
			vtc_vfreq_ack(&pf->vf[vf]);
		if (c.req & BIT(vf))
			vtc_vfreq_request(pf, vf);
	}
	return c.reset | c.req;
}

static void vtc_vfreq_tell_all(struct vtc_pf *pf)
{
	bool link = test_and_clear_bit(VTC_VFREQ_LINK_NOTE, &pf->link_note);
	unsigned int vf;

	if (link)
		vtc_config_rates(pf);
	for (vf = 0; vf < pf->n_vfs; vf++) {
		if (link && pf->vf[vf].cts)
			pf->vf[vf].notify = true;
		vtc_vfreq_tell(pf, vf);
	}
}

static void vtc_vfreq_work(struct work_struct *work)
{
	struct vtc_pf *pf = container_of(work, struct vtc_pf, mail_work);
	unsigned int pass;

	for (pass = 0; pass < VTC_VFREQ_PASSES; pass++) {
		bool more;

		mutex_lock(&pf->cfg_lock);
		more = vtc_vfreq_pass(pf);
		if (!more)
			vtc_vfreq_tell_all(pf);
		mutex_unlock(&pf->cfg_lock);
		if (!more)
			return;
		cond_resched();
	}
	queue_work(pf->wq, &pf->mail_work);
}

/**
 * vtc_vfreq_init() - the PF's end of every mailbox
 * @pf: port
 *
 * Context: probe.
 */
void vtc_vfreq_init(struct vtc_pf *pf)
{
	unsigned int vf;

	INIT_WORK(&pf->mail_work, vtc_vfreq_work);
	for (vf = 0; vf < VTC_PF_MAX_VFS; vf++) {
		pf->vf[vf].mbx.hw = &pf->hw;
		pf->vf[vf].mbx.vf = vf;
		vtc_vport_admin_init(&pf->vf[vf].admin);
		vtc_vport_default_mac(pf->perm_mac, vf, pf->vf[vf].default_mac);
	}
}

/**
 * vtc_vfreq_kick() - look at the mailboxes soon
 * @pf: port
 *
 * Context: any.
 */
void vtc_vfreq_kick(struct vtc_pf *pf)
{
	queue_work(pf->wq, &pf->mail_work);
}

/**
 * vtc_vfreq_restart() - make a running VF begin anew
 * @pf: port
 * @vf: index
 *
 * Something it was told with the answer to its RESET has changed.  Its traffic
 * goes on until it has.
 *
 * Context: cfg_lock.
 */
void vtc_vfreq_restart(struct vtc_pf *pf, unsigned int vf)
{
	pf->vf[vf].cts = false;
	pf->vf[vf].lost = true;
	vtc_vfreq_kick(pf);
}

/**
 * vtc_vfreq_notify() - tell a VF its link policy
 * @pf: port
 * @vf: index
 *
 * Context: cfg_lock.
 */
void vtc_vfreq_notify(struct vtc_pf *pf, unsigned int vf)
{
	pf->vf[vf].notify = true;
	vtc_vfreq_kick(pf);
}

/**
 * vtc_vfreq_pending() - does any VF wait to be told something
 * @pf: port
 *
 * Context: sleeps; takes cfg_lock.
 * Return: true if so; its mailbox was in use when it was tried.
 */
bool vtc_vfreq_pending(struct vtc_pf *pf)
{
	bool pending = false;
	unsigned int vf;

	mutex_lock(&pf->cfg_lock);
	for (vf = 0; vf < pf->n_vfs; vf++)
		pending |= pf->vf[vf].notify || pf->vf[vf].lost;
	mutex_unlock(&pf->cfg_lock);
	return pending;
}

/**
 * vtc_vfreq_drop_all() - the chip is or was reset: no VF is known any more
 * @pf: port
 *
 * Each VF will find out by its own means and send RESET.
 *
 * Context: cfg_lock.
 */
void vtc_vfreq_drop_all(struct vtc_pf *pf)
{
	unsigned int vf;

	lockdep_assert_held(&pf->cfg_lock);
	for (vf = 0; vf < pf->n_vfs; vf++) {
		pf->vf[vf].cts = false;
		memset(&pf->vf[vf].asked, 0, sizeof(pf->vf[vf].asked));
		pf->vf[vf].lost = true;
	}
}

/**
 * vtc_vfreq_link_changed() - let every VF know, and rescale the rates
 * @pf: port
 *
 * Context: any; also with locks held that cfg_lock must not nest in.
 */
void vtc_vfreq_link_changed(struct vtc_pf *pf)
{
	set_bit(VTC_VFREQ_LINK_NOTE, &pf->link_note);
	vtc_vfreq_kick(pf);
}
