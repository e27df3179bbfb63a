/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracepoints: every mailbox message at either end, every commit to the switch.
 *
 * Each module has a set of its own (events/vtc_pf, events/vtc_vf): one shared
 * set could not be loaded twice.  Which one is said by VTC_TRACE_SYSTEM.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM VTC_TRACE_SYSTEM

#if !defined(VTC_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define VTC_TRACE_H

#include <linux/device.h>
#include <linux/tracepoint.h>

#define VTC_TRACE_DEV	24

/* What became of a message is the errno of who wrote or read it */
TRACE_EVENT(vtc_mbx,
	TP_PROTO(const struct device *dev, int vf, bool sent, const u32 *w,
		 int err),
	TP_ARGS(dev, vf, sent, w, err),
	TP_STRUCT__entry(
		__array(char, dev, VTC_TRACE_DEV)
		__field(int, vf)
		__field(bool, sent)
		__field(u32, w0)
		__field(u32, w1)
		__field(u32, w2)
		__field(int, err)
	),
	TP_fast_assign(
		strscpy(__entry->dev, dev ? dev_name(dev) : "", VTC_TRACE_DEV);
		__entry->vf = vf;
		__entry->sent = sent;
		__entry->w0 = w[0];
		__entry->w1 = w[1];
		__entry->w2 = w[2];
		__entry->err = err;
	),
	TP_printk("dev=%s vf=%d dir=%s words=%08x,%08x,%08x result=%d",
		  __entry->dev, __entry->vf, __entry->sent ? "tx" : "rx",
		  __entry->w0, __entry->w1, __entry->w2, __entry->err)
);

TRACE_EVENT(vtc_commit,
	TP_PROTO(const struct device *dev, u32 generation, u32 writes),
	TP_ARGS(dev, generation, writes),
	TP_STRUCT__entry(
		__array(char, dev, VTC_TRACE_DEV)
		__field(u32, generation)
		__field(u32, writes)
	),
	TP_fast_assign(
		strscpy(__entry->dev, dev ? dev_name(dev) : "", VTC_TRACE_DEV);
		__entry->generation = generation;
		__entry->writes = writes;
	),
	TP_printk("dev=%s generation=%u writes=%u", __entry->dev,
		  __entry->generation, __entry->writes)
);

#endif /* VTC_TRACE_H */

#undef TRACE_INCLUDE_PATH
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_PATH .
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
