// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mailbox work: who has rung, whose turn it is, and who has to wait.
 *
 * Owns the mailbox causes: it alone reads and clears them.  Every VF has a
 * budget.  What a VF asks beyond it stays where it is, in the VF's mailbox,
 * until there is a token; nothing is dropped, nobody else waits for it.  A VF
 * that is over its budget may not interrupt either.  Where the chip does not
 * keep it from doing so, the work masks the mailbox interrupt as a whole and
 * looks by the clock.
 *
 * A VF on this same host may wait with its processor spinning (igbvf does, for
 * up to a second, and with a lock held that its other work spins for).  If that
 * leaves no processor to the work, a timer in hard interrupt serves requests
 * until the work gets one.
 */
#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include "irqhw.h"
#include "vfhw.h"
#include "vfwork.h"

/* Passes of one run; what is left then waits for the next run */
#define VTC_VFMAIL_PASSES	16
#define VTC_VFMAIL_IRQ		0	/* bit of mail_irq */
#define VTC_VFMAIL_TICK		msecs_to_jiffies(4)
#define VTC_VFMAIL_NEVER	MAX_JIFFY_OFFSET
/* The work is late after this long; then a pass each of these */
#define VTC_VFMAIL_LATE		ms_to_ktime(10)
#define VTC_VFMAIL_AGAIN	ms_to_ktime(1)

/*
 * A guest that brings an interface up with 30 VLANs and 100 multicast groups
 * stays within; a storm of ifconfig up and down is slowed to 8 a second.
 */
static const struct vtc_vfbudget_limit vtc_vfmail_messages = {
	.per_sec = 64,
	.burst = 128,
};

static const struct vtc_vfbudget_limit vtc_vfmail_resets = {
	.per_sec = 8,
	.burst = 16,
};

static u64 vtc_vfmail_reset_wait(const struct vtc_pf_vf *v, u64 now)
{
	return vtc_vfbudget_wait(&v->reset_budget, &vtc_vfmail_resets, now);
}

/* The RESET that follows a reset was paid with it */
static u64 vtc_vfmail_request_wait(const struct vtc_pf_vf *v, u64 now)
{
	u64 wait = vtc_vfbudget_wait(&v->mail_budget, &vtc_vfmail_messages, now);

	if (!v->reset_paid)
		wait = max(wait, vtc_vfmail_reset_wait(v, now));
	return wait;
}

static void vtc_vfmail_charge(struct vtc_pf_vf *v, u64 now)
{
	vtc_vfbudget_take(&v->mail_budget, &vtc_vfmail_messages, now);
}

static void vtc_vfmail_charge_reset(struct vtc_pf_vf *v, u64 now)
{
	vtc_vfbudget_take(&v->reset_budget, &vtc_vfmail_resets, now);
}

/* Something that costs us and is part of no conversation */
static void vtc_vfmail_charge_noise(struct vtc_pf_vf *v, u64 now)
{
	v->counts.spurious++;
	vtc_vfmail_charge(v, now);
}

/* VFs whose causes are to be looked at; the others' stay in the chip */
static u32 vtc_vfmail_open(struct vtc_pf *pf, u64 now)
{
	unsigned int vf;
	u32 open = 0;

	for (vf = 0; vf < pf->n_vfs; vf++) {
		struct vtc_pf_vf *v = &pf->vf[vf];

		if (!v->reset_due && !vtc_vfmail_request_wait(v, now))
			open |= BIT(vf);
	}
	return open;
}

static u32 vtc_vfmail_resets_due(const struct vtc_pf *pf)
{
	unsigned int vf;
	u32 due = 0;

	for (vf = 0; vf < pf->n_vfs; vf++)
		if (pf->vf[vf].reset_due)
			due |= BIT(vf);
	return due;
}

static bool vtc_vfmail_reset(struct vtc_pf *pf, unsigned int vf, u64 now)
{
	struct vtc_pf_vf *v = &pf->vf[vf];

	if (!v->reset_due || vtc_vfmail_reset_wait(v, now))
		return false;
	vtc_vfmail_charge_reset(v, now);
	v->reset_paid = true;
	vtc_vftenant_new(pf, vf, v->req_due);
	return true;
}

/*
 * It stays due while the VF waits: a reset is never lost.  The chip has closed the
 * pool, and what is changed for others meanwhile may not open it again.
 */
static void vtc_vfmail_was_reset(struct vtc_pf_vf *v)
{
	v->reset_due = true;
	v->asked.active = false;
}

static bool vtc_vfmail_request(struct vtc_pf *pf, unsigned int vf, u64 now)
{
	struct vtc_pf_vf *v = &pf->vf[vf];
	bool reset;
	int err;

	if (!v->req_due || v->reset_due || !vtc_vfpark_may_try(v) ||
	    vtc_vfmail_request_wait(v, now))
		return false;
	err = vtc_vfreq_serve(pf, vf, &reset);
	vtc_vfpark_tried(pf, vf, err);
	if (err == -EBUSY)
		return false;
	if (err == -ERESTART) {
		vtc_vfmail_was_reset(v);
		return true;
	}
	v->req_due = false;
	if (err)
		vtc_vfmail_charge_noise(v, now);
	else
		vtc_vfmail_charge(v, now);
	if (reset && !v->reset_paid)
		vtc_vfmail_charge_reset(v, now);
	if (reset)
		v->reset_paid = false;
	return true;
}

/* What the chip says of one VF becomes what is due to it */
static void vtc_vfmail_note(struct vtc_pf_vf *v, const struct vtc_vfhw_causes *c,
			    u32 bit, u64 now)
{
	if (c->reset & bit)
		vtc_vfmail_was_reset(v);
	if (c->ack & bit && !vtc_vftell_ack(v))
		vtc_vfmail_charge_noise(v, now);
	if (c->req & bit) {
		/* Once more before the first was served, or while parked */
		if (v->req_due || v->parked)
			vtc_vfmail_charge_noise(v, now);
		v->req_due = true;
	}
	if ((c->req | c->ack) & bit)
		vtc_vfpark_look(v);
}

/* Look once; begin with another VF each time */
static bool vtc_vfmail_pass(struct vtc_pf *pf, u64 now)
{
	u32 open = vtc_vfmail_open(pf, now);
	struct vtc_vfhw_causes c;
	bool served = false;
	unsigned int i;
	u32 news;

	vtc_vfhw_latch(&pf->hw, open, &c);
	news = c.req | c.ack | (c.reset & ~vtc_vfmail_resets_due(pf));
	pf->mail_first++;
	for (i = 0; i < pf->n_vfs; i++) {
		unsigned int vf = (pf->mail_first + i) % pf->n_vfs;

		vtc_vfmail_note(&pf->vf[vf], &c, BIT(vf), now);
		served |= vtc_vfmail_reset(pf, vf, now);
		served |= vtc_vfmail_request(pf, vf, now);
	}
	pf->mail_useful |= served || news;
	return served;
}

static void vtc_vfmail_over_budget(struct vtc_pf *pf, unsigned int vf)
{
	struct vtc_pf_vf *v = &pf->vf[vf];

	v->counts.deferred++;
	if (vtc_vflog_may(v, VTC_VFLOG_FLOOD))
		netdev_info(pf->netdev, "VF %u: asks too often and has to wait\n",
			    vf);
}

/* VFs over their budget; and when the next of all has something to expect */
static u32 vtc_vfmail_closed(struct vtc_pf *pf, u64 now, unsigned long *delay)
{
	unsigned int vf;
	u32 closed = 0;

	for (vf = 0; vf < pf->n_vfs; vf++) {
		struct vtc_pf_vf *v = &pf->vf[vf];
		u64 us = v->reset_due ? vtc_vfmail_reset_wait(v, now) :
					vtc_vfmail_request_wait(v, now);

		if (us) {
			closed |= BIT(vf);
			*delay = min(*delay, usecs_to_jiffies(us) + 1);
			if (!(pf->mail_closed & BIT(vf)))
				vtc_vfmail_over_budget(pf, vf);
		} else if (v->req_due || v->mbx.insist) {
			*delay = min(*delay, vtc_vfpark_wait(v));
		}
	}
	return closed;
}

/* What a VF that is over its budget can still do to us is decided here */
static void vtc_vfmail_quench(struct vtc_pf *pf, u64 now, unsigned long *delay)
{
	u32 closed = vtc_vfmail_closed(pf, now, delay);
	bool irq = test_and_clear_bit(VTC_VFMAIL_IRQ, &pf->mail_irq);

	if (closed != pf->mail_closed)
		vtc_irqhw_mail_from(&pf->hw, ~closed);
	pf->mail_closed = closed;
	if (closed && irq && !pf->mail_useful)
		pf->mail_by_clock = true;
	if (!pf->mail_by_clock)
		return;
	*delay = min(*delay, VTC_VFMAIL_TICK);
	if (!closed) {
		/* In this order: what comes after the next look interrupts */
		pf->mail_by_clock = false;
		vtc_irqhw_mail_on(&pf->hw);
		*delay = 0;
	}
}

/* One look at everything; says when the next is due */
static unsigned long vtc_vfmail_look(struct vtc_pf *pf)
{
	unsigned long delay = VTC_VFMAIL_NEVER;
	u64 now = ktime_to_us(ktime_get());

	vtc_cfglock_assert(&pf->cfg_lock);
	if (vtc_vfmail_pass(pf, now))
		return 0;
	vtc_vftell_all(pf);
	vtc_vfmail_quench(pf, now, &delay);
	return delay;
}

static void vtc_vfmail_begin(struct vtc_pf *pf)
{
	hrtimer_cancel(&pf->mail_late);
	vtc_cfglock_take(&pf->cfg_lock);
	pf->mail_useful = false;
	/* Before the first look: what comes after it interrupts */
	if (!pf->mail_by_clock)
		vtc_irqhw_mail_on(&pf->hw);
	vtc_cfglock_give(&pf->cfg_lock);
}

static void vtc_vfmail_work(struct work_struct *work)
{
	struct vtc_pf *pf = container_of(to_delayed_work(work), struct vtc_pf,
					 mail_work);
	unsigned long delay = 0;
	unsigned int pass;

	vtc_vfmail_begin(pf);
	for (pass = 0; pass < VTC_VFMAIL_PASSES && !delay; pass++) {
		vtc_cfglock_take(&pf->cfg_lock);
		delay = vtc_vfmail_look(pf);
		vtc_cfglock_give(&pf->cfg_lock);
		cond_resched();
	}
	vtc_stats_settle(&pf->stats, &pf->hw);
	if (delay != VTC_VFMAIL_NEVER)
		queue_delayed_work(pf->wq, &pf->mail_work, delay);
}

/* The work has been due for a while and has not begun */
static enum hrtimer_restart vtc_vfmail_late(struct hrtimer *timer)
{
	struct vtc_pf *pf = container_of(timer, struct vtc_pf, mail_late);

	if (!work_pending(&pf->mail_work.work))
		return HRTIMER_NORESTART;
	if (vtc_cfglock_try_irq(&pf->cfg_lock)) {
		vtc_vfmail_pass(pf, ktime_to_us(ktime_get()));
		vtc_cfglock_give_irq(&pf->cfg_lock);
	}
	hrtimer_forward_now(timer, VTC_VFMAIL_AGAIN);
	return HRTIMER_RESTART;
}

/**
 * vtc_vfmail_init() - the PF's end of every mailbox
 * @pf: port
 *
 * Context: probe.
 */
void vtc_vfmail_init(struct vtc_pf *pf)
{
	unsigned int vf;

	INIT_DELAYED_WORK(&pf->mail_work, vtc_vfmail_work);
	hrtimer_setup(&pf->mail_late, vtc_vfmail_late, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_HARD);
	for (vf = 0; vf < VTC_PF_MAX_VFS; vf++) {
		pf->vf[vf].mbx.hw = &pf->hw;
		pf->vf[vf].mbx.vf = vf;
		vtc_vport_admin_init(&pf->vf[vf].admin);
		vtc_vport_default_mac(pf->perm_mac, vf, pf->vf[vf].default_mac);
	}
}

/**
 * vtc_vfmail_kick() - look at the mailboxes soon
 * @pf: port
 *
 * Context: any.
 */
void vtc_vfmail_kick(struct vtc_pf *pf)
{
	/* No mailboxes */
	if (!pf->gen->chip.max_vfs)
		return;
	mod_delayed_work(pf->wq, &pf->mail_work, 0);
}

/**
 * vtc_vfmail_stop() - look no more until the next vtc_vfmail_kick()
 * @pf: port, its interrupts masked
 *
 * Context: sleeps.
 */
void vtc_vfmail_stop(struct vtc_pf *pf)
{
	hrtimer_cancel(&pf->mail_late);
	cancel_delayed_work_sync(&pf->mail_work);
}

/**
 * vtc_vfmail_irq() - a VF has rung, read or was reset
 * @pf: port
 *
 * The interrupt stays away until the work has begun.
 *
 * Context: hard interrupt.
 */
void vtc_vfmail_irq(struct vtc_pf *pf)
{
	vtc_irqhw_mail_off(&pf->hw);
	set_bit(VTC_VFMAIL_IRQ, &pf->mail_irq);
	hrtimer_start(&pf->mail_late, VTC_VFMAIL_LATE, HRTIMER_MODE_REL_HARD);
	vtc_vfmail_kick(pf);
}

/* The chip dropped those frames; here they are told of */
static void vtc_vfmail_spoofed(struct vtc_pf *pf)
{
	u32 caught = pf->n_vfs ? vtc_vfhw_spoofed(&pf->hw, pf->gen) : 0;
	unsigned int vf;

	for (vf = 0; vf < pf->n_vfs; vf++) {
		struct vtc_pf_vf *v = &pf->vf[vf];

		if (!(caught & BIT(vf)))
			continue;
		v->counts.spoofed++;
		if (vtc_vflog_may(v, VTC_VFLOG_SPOOF))
			netdev_warn(pf->netdev,
				    "VF %u: sends from addresses or in VLANs that are not its own\n",
				    vf);
	}
}

/**
 * vtc_vfmail_tick() - once a second: what nobody rings for
 * @pf: port
 *
 * Context: sleeps; takes cfg_lock.
 */
void vtc_vfmail_tick(struct vtc_pf *pf)
{
	bool pending = false;
	unsigned int vf;

	vtc_cfglock_take(&pf->cfg_lock);
	vtc_vfmail_spoofed(pf);
	for (vf = 0; vf < pf->n_vfs; vf++) {
		struct vtc_pf_vf *v = &pf->vf[vf];

		if (v->parked)
			vtc_vfpark_look(v);
		pending |= !v->parked && (v->req_due || v->notify || v->lost ||
					  v->wipe);
	}
	vtc_cfglock_give(&pf->cfg_lock);
	if (pending)
		vtc_vfmail_kick(pf);
}
