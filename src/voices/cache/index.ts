export {
  type CacheUsage,
  openSegmentCache,
  type SegmentCache,
  type SegmentCacheOptions,
  type SegmentFolder,
} from './segment-cache.ts';
export { segmentKey } from './segment-key.ts';
export { withSegmentCache } from './with-segment-cache.ts';
