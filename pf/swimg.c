// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commit planner, pure: from the setting the registers hold to the next
 * one, by writes after each of which no frame reaches a pool that neither of
 * the two settings allows.
 *
 * Owns the order of writes and the knowledge of what registers hold.  Knows no
 * register by name: all it needs is in the span table.
 *
 * Pass 1, in the order of the spans, leaves what both settings grant and sets
 * what either of them restricts; entries about to get another key stop being
 * valid.  Pass 2, in opposite order, writes the new words.
 */
#include <linux/bitmap.h>
#include <linux/bits.h>
#include <linux/string.h>
#include "swimg.h"

/* What stays fixed during one commit */
struct vtc_swimg_plan {
	const struct vtc_swimg_ops *ops;
	struct vtc_swimg_shadow *shadow;
	const struct vtc_swimg *next;
	struct vtc_swimg_sink *sink;
	bool fence;		/* catch-alls wait until all is granted */
	u32 busy;		/* spans with anything to do, by their place */
	unsigned int writes;
};

static void vtc_swimg_put(struct vtc_swimg_plan *plan,
			  const struct vtc_swimg_span *span, unsigned int i,
			  u32 val)
{
	u32 reg = span->reg + (i - span->first) * span->stride;

	plan->sink->write(plan->sink, reg, val);
	plan->shadow->img.w[i] = val;
	plan->writes++;
}

/* Do these words' registers hold already what they shall hold */
static bool vtc_swimg_same(const struct vtc_swimg_shadow *shadow,
			   const struct vtc_swimg *next, unsigned int first,
			   unsigned int count)
{
	unsigned int end = first + count;

	return find_next_zero_bit(shadow->known, end, first) >= end &&
	       !memcmp(&shadow->img.w[first], &next->w[first],
		       count * sizeof(next->w[0]));
}

static bool vtc_swimg_settled(const struct vtc_swimg_plan *plan,
			      const struct vtc_swimg_span *span)
{
	if (span->key && !vtc_swimg_same(plan->shadow, plan->next,
					 span->first + span->key, span->count))
		return false;
	return vtc_swimg_same(plan->shadow, plan->next, span->first, span->count);
}

/*
 * Which spans differ.  Most commits change some words of hundreds, and a VF may
 * ask for many commits.
 */
static u32 vtc_swimg_find_busy(const struct vtc_swimg_plan *plan)
{
	unsigned int s;
	u32 busy = 0;

	for (s = 0; s < plan->ops->n_spans; s++)
		if (!vtc_swimg_settled(plan, &plan->ops->spans[s]))
			busy |= BIT(s);
	return busy;
}

/* Does the rest of an entry's key change, as far as can be told */
static bool vtc_swimg_key_changes(const struct vtc_swimg_plan *plan,
				  const struct vtc_swimg_span *span,
				  unsigned int i)
{
	unsigned int k = i + span->key;

	if (!span->key)
		return false;
	return !test_bit(k, plan->shadow->known) ||
	       plan->shadow->img.w[k] != plan->next->w[k];
}

/* A word between two settings of which only the next one is known */
static u32 vtc_swimg_closed(const struct vtc_swimg_span *span, u32 next)
{
	return (next & ~(span->grant | span->valid)) | span->restrict_;
}

/* A word between two settings: what both of them grant */
static u32 vtc_swimg_between(const struct vtc_swimg_plan *plan,
			     const struct vtc_swimg_span *span, unsigned int i)
{
	u32 old = plan->shadow->img.w[i];
	u32 next = plan->next->w[i];
	u32 neutral = ~(span->grant | span->restrict_ | span->valid);
	u32 val = old;

	val &= ~(span->grant | span->valid) | next;
	val |= span->restrict_ & next;
	if ((old ^ next) & neutral || vtc_swimg_key_changes(plan, span, i))
		val &= ~span->valid;
	if (plan->fence) {
		val &= ~(span->catch_all & span->grant);
		val |= span->catch_all & span->restrict_;
	}
	return val;
}

/* Is that a word like most of a long table, which nobody touches */
static bool vtc_swimg_stays(const struct vtc_swimg_plan *plan,
			    const struct vtc_swimg_span *span, unsigned int i)
{
	return !span->key && !(plan->fence && span->catch_all) &&
	       test_bit(i, plan->shadow->known) &&
	       plan->shadow->img.w[i] == plan->next->w[i];
}

/* A lowered word is written in any case: the reset may not have come this far */
static void vtc_swimg_revoke(struct vtc_swimg_plan *plan,
			     const struct vtc_swimg_span *span, unsigned int i)
{
	struct vtc_swimg_shadow *shadow = plan->shadow;
	u32 val;

	if (vtc_swimg_stays(plan, span, i))
		return;
	if (test_bit(i, shadow->known) || test_bit(i, shadow->lowered)) {
		val = vtc_swimg_between(plan, span, i);
		if (val == shadow->img.w[i] && test_bit(i, shadow->known))
			return;
	} else {
		val = vtc_swimg_closed(span, plan->next->w[i]);
	}
	vtc_swimg_put(plan, span, i, val);
	__clear_bit(i, shadow->lowered);
	__set_bit(i, shadow->known);
}

/* Pass 1 has left no word unknown */
static void vtc_swimg_grant(struct vtc_swimg_plan *plan,
			    const struct vtc_swimg_span *span, unsigned int i)
{
	if (plan->shadow->img.w[i] != plan->next->w[i])
		vtc_swimg_put(plan, span, i, plan->next->w[i]);
}

static void vtc_swimg_each(struct vtc_swimg_plan *plan, unsigned int s,
			   void (*step)(struct vtc_swimg_plan *plan,
					const struct vtc_swimg_span *span,
					unsigned int i))
{
	const struct vtc_swimg_span *span = &plan->ops->spans[s];
	unsigned int i;

	if (!(plan->busy & BIT(s)))
		return;
	for (i = span->first; i < span->first + span->count; i++)
		step(plan, span, i);
}

/* Can a frame lose its owner while the words of a span change */
static bool vtc_swimg_uncovers(const struct vtc_swimg_plan *plan,
			       const struct vtc_swimg_span *span)
{
	const struct vtc_swimg_shadow *shadow = plan->shadow;
	unsigned int i;

	for (i = span->first; i < span->first + span->count; i++)
		if (!test_bit(i, shadow->known) ||
		    (shadow->img.w[i] ^ plan->next->w[i]) & span->covers)
			return true;
	return false;
}

/* If it can, the catch-alls have to be closed meanwhile */
static void vtc_swimg_put_fence(struct vtc_swimg_plan *plan)
{
	const struct vtc_swimg_span *spans = plan->ops->spans;
	unsigned int s;

	for (s = 0; s < plan->ops->n_spans && !plan->fence; s++)
		plan->fence = plan->busy & BIT(s) && spans[s].covers &&
			      vtc_swimg_uncovers(plan, &spans[s]);
	for (s = 0; s < plan->ops->n_spans && plan->fence; s++)
		if (spans[s].catch_all)
			plan->busy |= BIT(s);
}

/**
 * vtc_swimg_forget - nothing is known of the registers any more
 * @shadow: what they were believed to hold
 *
 * To be called after every reset of the device, and once at first.
 *
 * Context: any; the caller holds what protects @shadow.
 */
void vtc_swimg_forget(struct vtc_swimg_shadow *shadow)
{
	bitmap_zero(shadow->known, VTC_SWIMG_WORDS);
	bitmap_zero(shadow->lowered, VTC_SWIMG_WORDS);
}

/**
 * vtc_swimg_forget_vf - some VF has been reset, which cleared grants of it
 * @ops: the chip
 * @shadow: what the registers were believed to hold
 *
 * For who does not know which VF it was.  The next commit closes the words
 * concerned for all functions before it writes them anew.
 *
 * Context: any; the caller holds what protects @shadow.
 */
void vtc_swimg_forget_vf(const struct vtc_swimg_ops *ops,
			 struct vtc_swimg_shadow *shadow)
{
	unsigned int i;

	for (i = 0; i < ops->n_flr_words; i++) {
		__clear_bit(ops->flr_words[i], shadow->known);
		__clear_bit(ops->flr_words[i], shadow->lowered);
	}
}

/**
 * vtc_swimg_lower_vf - this VF has been reset, which cleared its grants
 * @ops: the chip
 * @shadow: what the registers were believed to hold
 * @vf: its index
 *
 * The words concerned are written by the next commit in any case, but no other
 * function is interrupted, and this one gets its grants back only after what
 * its former user was granted is gone.
 *
 * Context: any; the caller holds what protects @shadow.
 */
void vtc_swimg_lower_vf(const struct vtc_swimg_ops *ops,
			struct vtc_swimg_shadow *shadow, unsigned int vf)
{
	unsigned int i, word;

	for (i = 0; i < ops->n_flr_words; i++) {
		word = ops->flr_words[i];
		shadow->img.w[word] &= ~BIT(vf);
		if (__test_and_clear_bit(word, shadow->known))
			__set_bit(word, shadow->lowered);
	}
}

/**
 * vtc_swimg_commit - bring the registers to the next setting
 * @ops: the chip
 * @shadow: what the registers hold; updated with every write
 * @next: what they shall hold
 * @sink: takes the writes
 *
 * A register that is known to hold its word already is not written.
 *
 * Context: that of the sink; the caller holds what protects @shadow.
 * Return: number of writes.
 */
unsigned int vtc_swimg_commit(const struct vtc_swimg_ops *ops,
			      struct vtc_swimg_shadow *shadow,
			      const struct vtc_swimg *next,
			      struct vtc_swimg_sink *sink)
{
	struct vtc_swimg_plan plan = {
		.ops = ops,
		.shadow = shadow,
		.next = next,
		.sink = sink,
	};
	unsigned int s;

	plan.busy = vtc_swimg_find_busy(&plan);
	vtc_swimg_put_fence(&plan);
	for (s = 0; s < ops->n_spans; s++)
		vtc_swimg_each(&plan, s, vtc_swimg_revoke);
	for (s = ops->n_spans; s-- > 0;)
		vtc_swimg_each(&plan, s, vtc_swimg_grant);
	return plan.writes;
}
