// SPDX-License-Identifier: GPL-2.0-only
/*
 * DMA without a device, and doorbells.
 */
#include <linux/bug.h>
#include <linux/slab.h>
#include "fake_dma.h"

#undef vfree
#undef page_pool_create
#undef page_pool_destroy
#undef page_pool_dev_alloc_pages
#undef page_pool_put_full_page

/* Before each piece of coherent memory, to know it again */
struct vtc_fake_piece {
	size_t size;
	dma_addr_t dma;
} __aligned(64);

#define VTC_FAKE_MAPS	256

struct vtc_fake_dma vtc_fake_dma;

static struct vtc_fake_piece vtc_fake_maps[VTC_FAKE_MAPS];

/* Cases run one after the other: call this at the beginning of each */
void vtc_fake_dma_init(void)
{
	memset(&vtc_fake_dma, 0, sizeof(vtc_fake_dma));
	memset(vtc_fake_maps, 0, sizeof(vtc_fake_maps));
	vtc_fake_dma.allocs_left = VTC_FAKE_ANY;
	vtc_fake_dma.maps_left = VTC_FAKE_ANY;
	vtc_fake_dma.pages_left = VTC_FAKE_ANY;
}

static bool vtc_fake_dma_none_left(int *left)
{
	if (!*left)
		return true;
	(*left)--;
	return false;
}

void *vtc_fake_vcalloc(size_t n, size_t size)
{
	vtc_fake_dma.coherent++;
	return vzalloc(array_size(n, size));
}

void vtc_fake_vfree(const void *va)
{
	vtc_fake_dma.coherent -= !!va;
	vfree(va);
}

void *vtc_fake_dma_alloc(struct device *dev, size_t size, dma_addr_t *dma, gfp_t gfp)
{
	struct vtc_fake_piece *piece;

	if (vtc_fake_dma_none_left(&vtc_fake_dma.allocs_left))
		return NULL;
	piece = kzalloc(sizeof(*piece) + size, GFP_KERNEL);
	if (!piece)
		return NULL;
	piece->size = size;
	piece->dma = vtc_fake_bus(piece + 1);
	*dma = piece->dma;
	vtc_fake_dma.coherent++;
	return piece + 1;
}

void vtc_fake_dma_free(struct device *dev, size_t size, void *va, dma_addr_t dma)
{
	struct vtc_fake_piece *piece = (struct vtc_fake_piece *)va - 1;

	if (WARN_ON(piece->size != size || piece->dma != dma))
		return;
	vtc_fake_dma.coherent--;
	kfree(piece);
}

static struct vtc_fake_piece *vtc_fake_dma_find(dma_addr_t dma, size_t len)
{
	unsigned int i;

	for (i = 0; i < VTC_FAKE_MAPS; i++)
		if (vtc_fake_maps[i].dma == dma && vtc_fake_maps[i].size == len)
			return &vtc_fake_maps[i];
	return NULL;
}

dma_addr_t vtc_fake_dma_map(struct device *dev, const void *va, size_t len,
			    enum dma_data_direction dir)
{
	struct vtc_fake_piece *map = vtc_fake_dma_find(0, 0);

	if (vtc_fake_dma_none_left(&vtc_fake_dma.maps_left) || WARN_ON(!map || !len))
		return DMA_MAPPING_ERROR;
	map->dma = vtc_fake_bus(va);
	map->size = len;
	vtc_fake_dma.mapped++;
	return map->dma;
}

dma_addr_t vtc_fake_dma_map_frag(struct device *dev, const skb_frag_t *frag,
				 size_t offset, size_t len,
				 enum dma_data_direction dir)
{
	return vtc_fake_dma_map(dev, skb_frag_address(frag) + offset, len, dir);
}

void vtc_fake_dma_unmap(struct device *dev, dma_addr_t dma, size_t len,
			enum dma_data_direction dir)
{
	struct vtc_fake_piece *map = vtc_fake_dma_find(dma, len);

	if (WARN_ON(!map || !len))
		return;
	*map = (struct vtc_fake_piece){};
	vtc_fake_dma.mapped--;
}

void vtc_fake_dma_sync(struct device *dev, dma_addr_t dma, size_t len,
		       enum dma_data_direction dir)
{
	vtc_fake_dma.synced = dma;
	vtc_fake_dma.synced_len = len;
	vtc_fake_dma.synced_dir = dir;
	vtc_fake_dma.syncs++;
}

void vtc_fake_dma_look(struct device *dev, dma_addr_t dma, size_t len,
		       enum dma_data_direction dir)
{
	vtc_fake_dma.seen = dma;
	vtc_fake_dma.seen_len = len;
	vtc_fake_dma.looks++;
}

/* A pool of pages that nobody maps */
struct page_pool *vtc_fake_pool_create(const struct page_pool_params *params)
{
	struct page_pool_params mine = {
		.order = params->order,
		.pool_size = params->pool_size,
		.nid = NUMA_NO_NODE,
	};
	struct page_pool *pool;

	vtc_fake_dma.pool = *params;
	if (vtc_fake_dma_none_left(&vtc_fake_dma.allocs_left))
		return ERR_PTR(-EBUSY);
	pool = page_pool_create(&mine);
	vtc_fake_dma.pools += !IS_ERR(pool);
	return pool;
}

/* Pages of a pool that it has itself; its ring forgets what was taken in lots */
static unsigned int vtc_fake_pool_idle(const struct page_pool *pool)
{
	const struct ptr_ring *ring = &pool->ring;
	unsigned int idle = 0;

	while (idle < ring->size &&
	       ring->queue[(ring->consumer_head + idle) % ring->size])
		idle++;
	return idle + pool->alloc.count;
}

void vtc_fake_pool_destroy(struct page_pool *pool)
{
	u32 out = pool->pages_state_hold_cnt -
		  atomic_read(&pool->pages_state_release_cnt);

	vtc_fake_dma.leaks += out - vtc_fake_pool_idle(pool);
	vtc_fake_dma.pools--;
	page_pool_destroy(pool);
}

struct page *vtc_fake_pool_page(struct page_pool *pool)
{
	if (vtc_fake_dma_none_left(&vtc_fake_dma.pages_left))
		return NULL;
	return page_pool_dev_alloc_pages(pool);
}

/* Without a pool it is only noted */
void vtc_fake_pool_put(struct page_pool *pool, struct page *page, bool direct)
{
	vtc_fake_dma.puts++;
	vtc_fake_dma.directs += direct;
	if (pool)
		page_pool_put_full_page(pool, page, direct);
}

void vtc_fake_doorbell(u32 val, const void __iomem *at)
{
	vtc_fake_dma.doorbell = at;
	vtc_fake_dma.rung = val;
	vtc_fake_dma.rings++;
}
