// SPDX-License-Identifier: GPL-2.0-only
/*
 * The writer of the switch registers: from a model to the fewest writes,
 * in an order that never lets a frame through that neither the old nor the new
 * model allows (swimg.c plans it).
 */
#include <linux/errno.h>
#include <linux/slab.h>
#include "l2sw_hw.h"
#include "trace.h"

static void vtc_l2sw_hw_write(struct vtc_swimg_sink *sink, u32 reg, u32 val)
{
	struct vtc_l2sw_hw *s = container_of(sink, struct vtc_l2sw_hw, sink);

	vtc_wr(s->hw, reg, val);
	s->writes++;
}

/**
 * vtc_l2sw_hw_init() - take the switch registers over, their content unknown
 * @s: writer
 * @hw: function
 * @ops: how this chip's switch looks
 *
 * Context: sleeps.
 * Return: 0 or -ENOMEM.
 */
int vtc_l2sw_hw_init(struct vtc_l2sw_hw *s, const struct vtc_hw *hw,
		     const struct vtc_swimg_ops *ops)
{
	s->hw = hw;
	s->ops = ops;
	s->sink.write = vtc_l2sw_hw_write;
	s->shadow = kzalloc(sizeof(*s->shadow), GFP_KERNEL);
	s->next = kzalloc(sizeof(*s->next), GFP_KERNEL);
	if (!s->shadow || !s->next) {
		vtc_l2sw_hw_exit(s);
		return -ENOMEM;
	}
	vtc_swimg_forget(s->shadow);
	return 0;
}

/**
 * vtc_l2sw_hw_exit() - free what vtc_l2sw_hw_init() took
 * @s: writer
 *
 * Context: sleeps.
 */
void vtc_l2sw_hw_exit(struct vtc_l2sw_hw *s)
{
	kfree(s->shadow);
	kfree(s->next);
	s->shadow = NULL;
	s->next = NULL;
}

/**
 * vtc_l2sw_hw_commit() - make the chip's switch do what the model says
 * @s: writer
 * @sw: model
 *
 * Context: sleeps or not; the caller's lock serialises.
 */
void vtc_l2sw_hw_commit(struct vtc_l2sw_hw *s, const struct vtc_l2sw *sw)
{
	u64 before = s->writes;

	s->ops->build(sw, s->next);
	vtc_swimg_commit(s->ops, s->shadow, s->next, &s->sink);
	s->generation++;
	trace_vtc_commit(s->hw->dev, s->generation, s->writes - before);
}

/**
 * vtc_l2sw_hw_forget() - the chip was reset: nothing is known of any register
 * @s: writer
 *
 * Context: any; the caller's lock serialises.
 */
void vtc_l2sw_hw_forget(struct vtc_l2sw_hw *s)
{
	vtc_swimg_forget(s->shadow);
}

/**
 * vtc_l2sw_hw_forget_vf() - a VF was reset, which changed registers of ours
 * @s: writer
 * @vf: its index
 *
 * Context: any; the caller's lock serialises.
 */
void vtc_l2sw_hw_forget_vf(struct vtc_l2sw_hw *s, unsigned int vf)
{
	vtc_swimg_lower_vf(s->ops, s->shadow, vf);
}
