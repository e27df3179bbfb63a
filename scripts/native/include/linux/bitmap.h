/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VTC_NATIVE_BITMAP_H
#define VTC_NATIVE_BITMAP_H

#include <string.h>
#include <linux/bits.h>

static inline bool test_bit(unsigned int nr, const unsigned long *map)
{
	return map[nr / BITS_PER_LONG] >> nr % BITS_PER_LONG & 1;
}

static inline void __set_bit(unsigned int nr, unsigned long *map)
{
	map[nr / BITS_PER_LONG] |= BIT(nr % BITS_PER_LONG);
}

static inline void __clear_bit(unsigned int nr, unsigned long *map)
{
	map[nr / BITS_PER_LONG] &= ~BIT(nr % BITS_PER_LONG);
}

static inline void __assign_bit(unsigned int nr, unsigned long *map, bool on)
{
	if (on)
		__set_bit(nr, map);
	else
		__clear_bit(nr, map);
}

static inline bool __test_and_clear_bit(unsigned int nr, unsigned long *map)
{
	bool was = test_bit(nr, map);

	__clear_bit(nr, map);
	return was;
}

static inline bool __test_and_set_bit(unsigned int nr, unsigned long *map)
{
	bool was = test_bit(nr, map);

	__set_bit(nr, map);
	return was;
}

static inline unsigned int find_next_bit(const unsigned long *map,
					 unsigned int n, unsigned int from)
{
	while (from < n) {
		unsigned long rest = map[from / BITS_PER_LONG] >> from % BITS_PER_LONG;

		if (rest)
			return from + __builtin_ctzl(rest) < n ?
			       from + __builtin_ctzl(rest) : n;
		from += BITS_PER_LONG - from % BITS_PER_LONG;
	}
	return n;
}

static inline unsigned int find_first_bit(const unsigned long *map,
					  unsigned int n)
{
	return find_next_bit(map, n, 0);
}

static inline unsigned int find_last_bit(const unsigned long *map,
					 unsigned int n)
{
	unsigned int i = n;

	while (i > 0) {
		if (!(i % BITS_PER_LONG) && !map[i / BITS_PER_LONG - 1])
			i -= BITS_PER_LONG;
		else if (test_bit(--i, map))
			return i;
	}
	return n;
}

#define for_each_set_bit(bit, map, n) \
	for ((bit) = find_first_bit(map, n); (bit) < (n); \
	     (bit) = find_next_bit(map, n, (bit) + 1))

static inline void bitmap_zero(unsigned long *map, unsigned int n)
{
	memset(map, 0, BITS_TO_LONGS(n) * sizeof(long));
}

static inline void bitmap_copy(unsigned long *to, const unsigned long *from,
			       unsigned int n)
{
	memcpy(to, from, BITS_TO_LONGS(n) * sizeof(long));
}

static inline unsigned int bitmap_weight(const unsigned long *map,
					 unsigned int n)
{
	unsigned int bit, weight = 0;

	for_each_set_bit(bit, map, n)
		weight++;
	return weight;
}

static inline bool bitmap_empty(const unsigned long *map, unsigned int n)
{
	return find_first_bit(map, n) == n;
}

static inline bool bitmap_equal(const unsigned long *a, const unsigned long *b,
				unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n / BITS_PER_LONG; i++)
		if (a[i] != b[i])
			return false;
	for (i *= BITS_PER_LONG; i < n; i++)
		if (test_bit(i, a) != test_bit(i, b))
			return false;
	return true;
}

static inline void bitmap_or(unsigned long *to, const unsigned long *a,
			     const unsigned long *b, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(n); i++)
		to[i] = a[i] | b[i];
}

static inline bool bitmap_and(unsigned long *to, const unsigned long *a,
			      const unsigned long *b, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(n); i++)
		to[i] = a[i] & b[i];
	return !bitmap_empty(to, n);
}

static inline bool bitmap_andnot(unsigned long *to, const unsigned long *a,
				 const unsigned long *b, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(n); i++)
		to[i] = a[i] & ~b[i];
	return !bitmap_empty(to, n);
}

static inline void bitmap_to_arr32(u32 *to, const unsigned long *map,
				   unsigned int n)
{
	unsigned int bit;

	memset(to, 0, DIV_ROUND_UP(n, 32) * sizeof(*to));
	for_each_set_bit(bit, map, n)
		to[bit / 32] |= 1U << bit % 32;
}

static inline unsigned int hweight8(u8 x)
{
	return __builtin_popcount(x);
}

static inline unsigned int hweight32(u32 x)
{
	return __builtin_popcount(x);
}

#endif /* VTC_NATIVE_BITMAP_H */
