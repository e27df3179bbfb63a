// SPDX-License-Identifier: GPL-2.0-only
/*
 * Resets of the VF, and listening for reasons to do one.
 *
 * A reset is the only way (back) to a PF: reset the function, shake hands, tell
 * every wish again, start new rings.  The work here is its one owner; others
 * only schedule it.  rtnl is not held while the handshake waits for a PF that
 * may not be there: the reset disables the queues, so the old rings only lie
 * idle until they are replaced.
 */
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/rtnetlink.h>
#include "vf.h"

/* The mailbox interrupts; this is for what gets lost when the PF resets */
#define VTC_RESET_SERVICE	(2 * HZ)
/* When wishes are to be asked for again, and something is in the way */
#define VTC_RESET_RETRY		(HZ / 10)
/* Between the begins of two attempts: at least, and after many failures */
#define VTC_RESET_GAP		(HZ / 10)
#define VTC_RESET_GAP_MAX	(5 * HZ)
/* While the PF says that it is resetting: often at first, then now and then */
#define VTC_RESET_POLL		(HZ / 50)
#define VTC_RESET_POLLS		100
#define VTC_RESET_POLL_SLOW	(HZ / 2)
/* What a user is made to wait for a PF that will surely answer */
#define VTC_RESET_MOMENT	(HZ / 2)
/* How long a probe waits for a PF that is just coming up */
#define VTC_RESET_FIRST_POLLS	10
#define VTC_RESET_FIRST_MS	20

static unsigned long vtc_reset_gap(const struct vtc_vf *vf)
{
	unsigned int failed = min(vf->reset_failed, 6u);

	return min_t(unsigned long, VTC_RESET_GAP << failed, VTC_RESET_GAP_MAX);
}

/**
 * vtc_reset_schedule() - a reset is needed
 * @vf: VF
 *
 * After failures it is put off, the longer the more there were.
 *
 * Context: any.
 */
void vtc_reset_schedule(struct vtc_vf *vf)
{
	unsigned long at = vf->reset_at + vtc_reset_gap(vf);
	unsigned long now = jiffies;

	if (!READ_ONCE(vf->state))
		mod_delayed_work(vf->wq, &vf->reset,
				 time_after(at, now) ? at - now : 0);
}

/**
 * vtc_reset_stuck() - a reset is needed although the PF is there
 * @vf: VF
 *
 * Context: any.
 */
void vtc_reset_stuck(struct vtc_vf *vf)
{
	WRITE_ONCE(vf->stuck, true);
	vtc_reset_schedule(vf);
}

/**
 * vtc_reset_listen() - see soon what the PF has to say
 * @vf: VF
 *
 * Context: any.
 */
void vtc_reset_listen(struct vtc_vf *vf)
{
	if (!READ_ONCE(vf->state))
		mod_delayed_work(vf->wq, &vf->service, 0);
}

static void vtc_reset_service(struct work_struct *work)
{
	struct vtc_vf *vf = container_of(to_delayed_work(work), struct vtc_vf,
					 service);
	unsigned long next = VTC_RESET_SERVICE;

	if (READ_ONCE(vf->state))
		return;
	/* A reset of the PF's function may hide ours for a while */
	if (vtc_hw_is_off(&vf->hw) && !pci_channel_offline(vf->pdev))
		vtc_hw_set_on(&vf->hw);
	/* First: what comes from here on interrupts again */
	vtc_irq_arm_mail(vf);
	if (vtc_pfreq_listen(vf))
		vf->reset_failed = 0;
	vtc_carrier_update(vf);
	if (!READ_ONCE(vf->pf.cts))
		vtc_reset_schedule(vf);
	else if (!vtc_wish_retry(vf))
		next = VTC_RESET_RETRY;
	queue_delayed_work(vf->wq, &vf->service, next);
}

/* The PF knows us: make use of it */
static int vtc_reset_resume(struct vtc_vf *vf, const struct vtc_msg_reset *reset)
{
	int err;

	rtnl_lock();
	vtc_rings_down(vf);
	/* The PF has wiped the vectors of the last owner in the handshake */
	vtc_irq_setup(vf);
	err = vtc_wish_replay(vf, reset);
	if (!err && netif_running(vf->netdev))
		err = vtc_rings_up(vf);
	rtnl_unlock();
	return err;
}

static void vtc_reset_attempt(struct vtc_vf *vf)
{
	struct vtc_msg_reset reset;
	int err;

	vf->resets++;
	vf->reset_at = jiffies;
	err = vtc_pfreq_reset(vf, &reset);
	if (!err) {
		/* Who waits for this may hold the rtnl that comes next */
		wake_up_all(&vf->pf_news);
		err = vtc_reset_resume(vf, &reset);
	}
	WRITE_ONCE(vf->reset_failed, err ? vf->reset_failed + 1 : 0);
	if (err) {
		wake_up_all(&vf->pf_news);
		vtc_reset_stuck(vf);
	}
}

static void vtc_reset_wait_for_pf(struct vtc_vf *vf)
{
	bool slow = vf->reset_polls >= VTC_RESET_POLLS;

	vf->reset_failed = 0;
	if (!slow)
		WRITE_ONCE(vf->reset_polls, vf->reset_polls + 1);
	wake_up_all(&vf->pf_news);
	queue_delayed_work(vf->wq, &vf->reset,
			   slow ? VTC_RESET_POLL_SLOW : VTC_RESET_POLL);
}

static void vtc_reset_work(struct work_struct *work)
{
	struct vtc_vf *vf = container_of(to_delayed_work(work), struct vtc_vf,
					 reset);
	bool absent;

	if (READ_ONCE(vf->state))
		return;
	absent = vtc_pfreq_absent(vf);
	/* Somebody may have scheduled it just before the last one succeeded */
	if (!xchg(&vf->stuck, false) && READ_ONCE(vf->pf.cts))
		return;
	vtc_carrier_update(vf);
	if (absent) {
		vtc_reset_wait_for_pf(vf);
		return;
	}
	vf->reset_polls = 0;
	vtc_reset_attempt(vf);
}

/* The PF answers, or there is no point in waiting for it */
static bool vtc_reset_decided(const struct vtc_vf *vf)
{
	return READ_ONCE(vf->pf.cts) || READ_ONCE(vf->reset_failed) ||
	       READ_ONCE(vf->reset_polls) || READ_ONCE(vf->state);
}

/**
 * vtc_reset_await() - give a PF that has just forgotten us a moment
 * @vf: VF
 *
 * An administrator's change makes the PF do that to a running VF.  Who has a
 * user waiting for an answer need not take it for a PF that has gone.
 *
 * Context: sleeps, VTC_RESET_MOMENT at most; not from the works.
 * Return: true if the PF answers now.
 */
bool vtc_reset_await(struct vtc_vf *vf)
{
	if (!vtc_reset_decided(vf)) {
		vtc_reset_schedule(vf);
		wait_event_timeout(vf->pf_news, vtc_reset_decided(vf),
				   VTC_RESET_MOMENT);
	}
	return READ_ONCE(vf->pf.cts);
}

/**
 * vtc_reset_first() - look for the PF for the first time
 * @vf: VF, its netdev not registered yet
 *
 * Without a PF this takes less than 2 s, and the work goes on looking.
 *
 * Context: probe.
 */
void vtc_reset_first(struct vtc_vf *vf)
{
	unsigned int i;

	for (i = 0; i < VTC_RESET_FIRST_POLLS && vtc_pfreq_absent(vf); i++)
		msleep(VTC_RESET_FIRST_MS);
	if (i == VTC_RESET_FIRST_POLLS)
		vtc_reset_schedule(vf);
	else
		vtc_reset_attempt(vf);
	vtc_reset_listen(vf);
}

/**
 * vtc_reset_quiet() - say farewell and stop the rings
 * @vf: VF, resets blocked
 *
 * Context: sleeps; takes rtnl.
 */
void vtc_reset_quiet(struct vtc_vf *vf)
{
	vtc_pfreq_farewell(vf);
	rtnl_lock();
	vtc_rings_down(vf);
	rtnl_unlock();
}

/**
 * vtc_reset_block() - no work from here on, and none still running
 * @vf: VF
 * @why: reason
 *
 * Context: sleeps, without rtnl.
 */
void vtc_reset_block(struct vtc_vf *vf, enum vtc_vf_state why)
{
	set_bit(why, &vf->state);
	vtc_irq_sync_mail(vf);
	/* In this order: each may have queued the ones after it */
	cancel_delayed_work_sync(&vf->service);
	cancel_delayed_work_sync(&vf->rx_mode);
	cancel_delayed_work_sync(&vf->reset);
}

/**
 * vtc_reset_unblock() - undo vtc_reset_block() and look for the PF
 * @vf: VF
 * @why: reason
 *
 * Context: any.
 */
void vtc_reset_unblock(struct vtc_vf *vf, enum vtc_vf_state why)
{
	clear_bit(why, &vf->state);
	vf->reset_failed = 0;
	vf->reset_polls = 0;
	vtc_reset_schedule(vf);
	vtc_reset_listen(vf);
}

/**
 * vtc_reset_init() - set the works up
 * @vf: VF
 *
 * Context: probe.
 */
void vtc_reset_init(struct vtc_vf *vf)
{
	init_waitqueue_head(&vf->pf_news);
	INIT_DELAYED_WORK(&vf->service, vtc_reset_service);
	INIT_DELAYED_WORK(&vf->reset, vtc_reset_work);
	vf->reset_at = jiffies - VTC_RESET_GAP_MAX;
}
