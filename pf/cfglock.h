/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The configuration lock: a mutex that a hard interrupt can try, too.
 *
 * An interrupt cannot take a mutex, and must never wait for one.  So a bit goes
 * with it, set whenever somebody is in, asleep or not: the interrupt is in only
 * if nobody else is, and who waits for it waits for as long as an interrupt
 * lasts.
 */
#ifndef VTC_CFGLOCK_H
#define VTC_CFGLOCK_H

#include <linux/bitops.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/processor.h>

#define VTC_CFGLOCK_BUSY	0	/* bit of @busy */

/**
 * struct vtc_cfglock - the lock
 * @mutex: orders those that may sleep
 * @busy: somebody is in (bit 0)
 */
struct vtc_cfglock {
	struct mutex mutex; /* who may sleep; see above */
	unsigned long busy;
};

#define vtc_cfglock_init(l) mutex_init(&(l)->mutex)

/**
 * vtc_cfglock_take() - enter
 * @l: lock
 *
 * Context: sleeps.
 */
static inline void vtc_cfglock_take(struct vtc_cfglock *l)
{
	mutex_lock(&l->mutex);
	while (test_and_set_bit_lock(VTC_CFGLOCK_BUSY, &l->busy))
		cpu_relax();
}

/**
 * vtc_cfglock_give() - leave
 * @l: lock, held by vtc_cfglock_take()
 *
 * Context: process.
 */
static inline void vtc_cfglock_give(struct vtc_cfglock *l)
{
	clear_bit_unlock(VTC_CFGLOCK_BUSY, &l->busy);
	mutex_unlock(&l->mutex);
}

/**
 * vtc_cfglock_try_irq() - enter if nobody else is in
 * @l: lock
 *
 * Context: hard interrupt.
 * Return: true if so; leave soon with vtc_cfglock_give_irq().
 */
static inline bool vtc_cfglock_try_irq(struct vtc_cfglock *l)
{
	return !test_and_set_bit_lock(VTC_CFGLOCK_BUSY, &l->busy);
}

/**
 * vtc_cfglock_give_irq() - leave
 * @l: lock, held by vtc_cfglock_try_irq()
 *
 * Context: hard interrupt.
 */
static inline void vtc_cfglock_give_irq(struct vtc_cfglock *l)
{
	clear_bit_unlock(VTC_CFGLOCK_BUSY, &l->busy);
}

/**
 * vtc_cfglock_assert() - the caller is in
 * @l: lock
 *
 * Context: any.
 */
static inline void vtc_cfglock_assert(const struct vtc_cfglock *l)
{
	lockdep_assert(in_hardirq() ? test_bit(VTC_CFGLOCK_BUSY, &l->busy) :
				      lockdep_is_held(&l->mutex));
}

#endif /* VTC_CFGLOCK_H */
