/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The register image of the switch: plain words, and a table that says for
 * each word which bits let frames through.
 *
 * Pure.  l2sw_<chip>.c fills an image from a model; the commit planner here
 * orders the writes so that no frame ever reaches a pool that neither the old
 * nor the new setting allows: first everything is taken away that the new one
 * does not have, then everything is given.
 *
 * One thing does not fit into "fewer bits, fewer frames": a frame whose filter
 * has just been taken away is a frame nobody owns, and those are for the
 * promiscuous and the default pool.  So while filters change these two wait.
 */
#ifndef VTC_SWIMG_H
#define VTC_SWIMG_H

#include <linux/types.h>
#include "l2sw.h"

#define VTC_SWIMG_WORDS	640
#define VTC_SWIMG_SPANS	32

/**
 * struct vtc_swimg_span - a run of like registers in the image
 * @name: for logs and tests
 * @first: index of its first word in the image
 * @count: words
 * @reg: register offset of word 0
 * @stride: bytes to the next
 * @grant: bits that let frames through when set
 * @restrict_: bits that hold frames back when set
 * @valid: bit that makes the entry count, 0: none.  When any bit outside
 *	@grant and @restrict_ changes in an entry that is valid before, the
 *	entry is made invalid first
 * @key: index distance to the words that hold the rest of this entry's key
 *	(from RAH to RAL): a change there counts as a change of this entry.
 *	The key's span comes after this one
 * @covers: bits whose change may leave a frame without an owner for a while
 * @catch_all: those of @grant and @restrict_ that decide about frames without
 *	an owner: closed for the length of a commit that changes a @covers bit
 */
struct vtc_swimg_span {
	const char *name;
	u16 first;
	u16 count;
	u32 reg;
	u16 stride;
	u32 grant;
	u32 restrict_;
	u32 valid;
	s16 key;
	u32 covers;
	u32 catch_all;
};

/**
 * struct vtc_swimg - one setting of every switch register
 * @w: the words, laid out by the spans
 */
struct vtc_swimg {
	u32 w[VTC_SWIMG_WORDS];
};

/**
 * struct vtc_swimg_ops - how one chip's switch looks
 * @caps: table sizes
 * @spans: the registers, in the order in which rights are taken away
 * @n_spans: their number, VTC_SWIMG_SPANS at most
 * @flr_words: words in which a VF's own reset clears the bit of its index,
 *	behind our back
 * @n_flr_words: their number
 * @build: model to image
 */
struct vtc_swimg_ops {
	struct vtc_l2sw_caps caps;
	const struct vtc_swimg_span *spans;
	unsigned int n_spans;
	const u16 *flr_words;
	unsigned int n_flr_words;
	void (*build)(const struct vtc_l2sw *sw, struct vtc_swimg *img);
};

/**
 * struct vtc_swimg_shadow - what the registers hold, as far as known
 * @img: last value written to each word
 * @known: words whose register still holds it (a reset, or a VF's function
 *	level reset, makes words unknown; nothing is ever read back)
 * @lowered: words that hold @img's word, except that bits of VFs that were
 *	reset may still be set.  Never set together with @known
 */
struct vtc_swimg_shadow {
	struct vtc_swimg img;
	DECLARE_BITMAP(known, VTC_SWIMG_WORDS);
	DECLARE_BITMAP(lowered, VTC_SWIMG_WORDS);
};

/**
 * struct vtc_swimg_sink - where the writes of a commit go
 * @write: called for each write, in order
 */
struct vtc_swimg_sink {
	void (*write)(struct vtc_swimg_sink *sink, u32 reg, u32 val);
};

void vtc_swimg_forget(struct vtc_swimg_shadow *shadow);
void vtc_swimg_forget_vf(const struct vtc_swimg_ops *ops,
			 struct vtc_swimg_shadow *shadow);
void vtc_swimg_lower_vf(const struct vtc_swimg_ops *ops,
			struct vtc_swimg_shadow *shadow, unsigned int vf);
unsigned int vtc_swimg_commit(const struct vtc_swimg_ops *ops,
			      struct vtc_swimg_shadow *shadow,
			      const struct vtc_swimg *next,
			      struct vtc_swimg_sink *sink);

extern const struct vtc_swimg_ops vtc_l2sw_82575;
extern const struct vtc_swimg_ops vtc_l2sw_82576;

#endif /* VTC_SWIMG_H */
