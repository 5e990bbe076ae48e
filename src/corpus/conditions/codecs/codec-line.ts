/** A codec at the sample rate of a track: what goes in comes out at the same times, as much as went in. */
export interface CodecLine {
  /** What can be told by now; it may be kept. */
  push(block: Float32Array): Float32Array;
  flush(): Float32Array;
}
