/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOSTILE_ATTACKS_H
#define HOSTILE_ATTACKS_H

#include "box.h"

void attack_may_be_stopped(void);
void attack_fuzz(struct box *b, unsigned long count, double seconds, unsigned int seed);
void attack_hold(struct box *b, double seconds);
void attack_flood(struct box *b, double seconds, const char *kind);
void attack_cut(struct box *b, unsigned long count, unsigned int seed);
void attack_wild(struct box *b, unsigned long count, unsigned int seed);

void meter_leak(struct box *b);
void meter_ask(struct box *b, double seconds, unsigned int gap_us);
void meter_gaps(int cpu, double seconds);

#endif
