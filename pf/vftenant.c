// SPDX-License-Identifier: GPL-2.0-only
/*
 * A VF begins anew: nothing of its last tenant stays.
 *
 * The administrator's wishes are not the tenant's, they stay.
 */
#include <linux/errno.h>
#include <linux/jiffies.h>
#include "vfwork.h"
#include "vfhw.h"

/* Its own address is not free: let it keep the one it had, but silence it */
static void vtc_vftenant_close(struct vtc_pf *pf, unsigned int vf, int why)
{
	struct vtc_vport_asked *asked = &pf->scratch->asked;
	struct vtc_pf_vf *v = &pf->vf[vf];

	*asked = v->asked;
	asked->active = false;
	if (vtc_config_set_vf(pf, vf, NULL, asked))
		why = -EIO;
	if (vtc_vflog_may(v, VTC_VFLOG_NO_ADDRESS))
		netdev_err(pf->netdev, "VF %u: has no address: %d\n", vf, why);
}

/**
 * vtc_vftenant_forget() - a VF's wishes end
 * @pf: port
 * @vf: index
 *
 * What its reset did to our registers is repaired, too.
 *
 * Context: cfg_lock.
 */
void vtc_vftenant_forget(struct vtc_pf *pf, unsigned int vf)
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
		vtc_vftenant_close(pf, vf, err);
}

/**
 * vtc_vftenant_has_request() - does a request lie in the buffer
 * @mbx: mailbox of a VF
 *
 * Context: cfg_lock.
 * Return: true if so: nobody may write there.
 */
bool vtc_vftenant_has_request(const struct vtc_mbx_pf *mbx)
{
	const struct vtc_pf_vf *v = container_of(mbx, struct vtc_pf_vf, mbx);

	return v->req_due || vtc_vfhw_requests(mbx->hw) & BIT(mbx->vf);
}

/**
 * vtc_vftenant_wipe() - leave nothing of the last tenant in the mailbox
 * @pf: port
 * @vf: index
 *
 * Tried again with the news while the VF holds it.
 *
 * Context: cfg_lock.
 */
void vtc_vftenant_wipe(struct vtc_pf *pf, unsigned int vf)
{
	struct vtc_pf_vf *v = &pf->vf[vf];
	int err = vtc_mbx_pf_wipe(&v->mbx, vtc_vftenant_has_request);

	vtc_vfpark_tried(pf, vf, err);
	v->wipe = err == -EBUSY;
}

/**
 * vtc_vftenant_new() - a VF was reset, or is a new one
 * @pf: port
 * @vf: index
 * @has_mail: a request of the new tenant has been seen already, and must not
 *	be wiped with what the old one left
 *
 * Context: cfg_lock.
 */
void vtc_vftenant_new(struct vtc_pf *pf, unsigned int vf, bool has_mail)
{
	struct vtc_pf_vf *v = &pf->vf[vf];

	v->reset_due = false;
	v->req_due = has_mail;
	v->parked = false;
	v->mbx.insist = false;
	vtc_stats_vf_reset(&pf->stats, vf);
	vtc_vftenant_forget(pf, vf);
	vtc_vfhw_clear_rings(&pf->hw, pf->gen, vf);
	v->counts.resets++;
	if (has_mail)
		v->wipe = false;
	else
		vtc_vftenant_wipe(pf, vf);
}

/**
 * vtc_vftenant_drop_all() - the chip is or was reset: no VF is known any more
 * @pf: port
 *
 * Each VF will find out by its own means and send RESET.
 *
 * Context: cfg_lock.
 */
void vtc_vftenant_drop_all(struct vtc_pf *pf)
{
	unsigned int vf;

	vtc_cfglock_assert(&pf->cfg_lock);
	for (vf = 0; vf < pf->n_vfs; vf++) {
		struct vtc_pf_vf *v = &pf->vf[vf];

		v->cts = false;
		memset(&v->asked, 0, sizeof(v->asked));
		v->req_due = false;
		v->reset_due = false;
		v->parked = false;
		v->mbx.insist = false;
		v->lost = true;
	}
}
