/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * DMA without a device: memory is the kernel's, bus addresses are made up and
 * never below 4 GiB, and what is not given back as it was taken is a warning.
 * Doorbells are noted.
 *
 * To be included before the driver's file that is tested, and after whatever
 * else needs the kernel's own functions.
 */
#ifndef VTC_FAKE_DMA_H
#define VTC_FAKE_DMA_H

#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/skbuff.h>
#include <linux/vmalloc.h>
#include <net/page_pool/helpers.h>

#define VTC_FAKE_BUS	0x700000000ull	/* where the kernel's memory is on the bus */
#define VTC_FAKE_ANY	INT_MAX

/**
 * struct vtc_fake_dma - what was done
 * @allocs_left: so many more allocations of coherent memory or pools succeed
 * @coherent: pieces of coherent memory and arrays that are in use
 * @maps_left: so many more mappings succeed
 * @mapped: mappings that are in use
 * @synced: where memory was last given to the device
 * @synced_len: and how much
 * @synced_dir: and for which direction
 * @syncs: how often
 * @seen: where memory was last looked at
 * @seen_len: and how much
 * @looks: and how often
 * @pages_left: so many more pages come out of pools
 * @puts: buffers given back to a pool
 * @directs: of these, directly
 * @pool: as the last pool was made
 * @pools: pools in use
 * @leaks: pages that pools had not got back when they went
 * @doorbell: the last that was rung
 * @rung: and with what
 * @rings: how often any was
 */
struct vtc_fake_dma {
	int allocs_left;
	int coherent;
	int maps_left;
	int mapped;
	dma_addr_t synced;
	size_t synced_len;
	enum dma_data_direction synced_dir;
	unsigned int syncs;
	dma_addr_t seen;
	size_t seen_len;
	unsigned int looks;
	int pages_left;
	unsigned int puts;
	unsigned int directs;
	struct page_pool_params pool;
	int pools;
	unsigned int leaks;
	const void __iomem *doorbell;
	u32 rung;
	unsigned int rings;
};

extern struct vtc_fake_dma vtc_fake_dma;

void vtc_fake_dma_init(void);
void *vtc_fake_dma_alloc(struct device *dev, size_t size, dma_addr_t *dma, gfp_t gfp);
void vtc_fake_dma_free(struct device *dev, size_t size, void *va, dma_addr_t dma);
dma_addr_t vtc_fake_dma_map(struct device *dev, const void *va, size_t len,
			    enum dma_data_direction dir);
dma_addr_t vtc_fake_dma_map_frag(struct device *dev, const skb_frag_t *frag,
				 size_t offset, size_t len,
				 enum dma_data_direction dir);
void vtc_fake_dma_unmap(struct device *dev, dma_addr_t dma, size_t len,
			enum dma_data_direction dir);
void vtc_fake_dma_sync(struct device *dev, dma_addr_t dma, size_t len,
		       enum dma_data_direction dir);
void vtc_fake_dma_look(struct device *dev, dma_addr_t dma, size_t len,
		       enum dma_data_direction dir);
void *vtc_fake_vcalloc(size_t n, size_t size);
void vtc_fake_vfree(const void *va);
struct page_pool *vtc_fake_pool_create(const struct page_pool_params *params);
void vtc_fake_pool_destroy(struct page_pool *pool);
struct page *vtc_fake_pool_page(struct page_pool *pool);
void vtc_fake_pool_put(struct page_pool *pool, struct page *page, bool direct);
void vtc_fake_doorbell(u32 val, const void __iomem *at);

static inline dma_addr_t vtc_fake_bus(const void *va)
{
	return VTC_FAKE_BUS + virt_to_phys((void *)va);
}

#undef dma_alloc_coherent
#define dma_alloc_coherent		vtc_fake_dma_alloc
#undef dma_free_coherent
#define dma_free_coherent		vtc_fake_dma_free
#undef dma_map_single
#define dma_map_single			vtc_fake_dma_map
#undef skb_frag_dma_map
#define skb_frag_dma_map		vtc_fake_dma_map_frag
#undef dma_unmap_page
#define dma_unmap_page			vtc_fake_dma_unmap
#undef dma_sync_single_for_device
#define dma_sync_single_for_device	vtc_fake_dma_sync
#undef dma_sync_single_for_cpu
#define dma_sync_single_for_cpu		vtc_fake_dma_look
#undef vcalloc
#define vcalloc				vtc_fake_vcalloc
#define vfree				vtc_fake_vfree
#define page_pool_create		vtc_fake_pool_create
#define page_pool_destroy		vtc_fake_pool_destroy
#define page_pool_dev_alloc_pages	vtc_fake_pool_page
#define page_pool_put_full_page		vtc_fake_pool_put
#define page_pool_get_dma_addr(page)	vtc_fake_bus(page_address(page))
#undef writel
#define writel				vtc_fake_doorbell

#endif /* VTC_FAKE_DMA_H */
