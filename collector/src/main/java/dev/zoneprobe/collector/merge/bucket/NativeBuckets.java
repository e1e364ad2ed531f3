// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge.bucket;

import java.util.Arrays;

/// Cumulative counts by native bucket, with room for pages of buckets of which one counted: two
/// durations far from each other take next to no room for what lies between them. Not thread-safe.
public final class NativeBuckets {
  private static final int PAGE = 16;

  /// In place of a page of which nothing counted.
  private static final long[] NONE = {};

  private int firstPage;
  private long[][] pages;

  public NativeBuckets() {
    this(0, new long[0][]);
  }

  private NativeBuckets(int firstPage, long[][] pages) {
    this.firstPage = firstPage;
    this.pages = pages;
  }

  /// Adds `count` to bucket `index`.
  public void add(int index, long count) {
    page(Math.floorDiv(index, PAGE))[Math.floorMod(index, PAGE)] += count;
  }

  private long[] page(int number) {
    makeRoomFor(number);
    long[] page = pages[number - firstPage];
    if (page.length == 0) {
      page = new long[PAGE];
      pages[number - firstPage] = page;
    }
    return page;
  }

  private void makeRoomFor(int number) {
    if (pages.length == 0) {
      firstPage = number;
      pages = new long[][] {NONE};
    } else if (number < firstPage) {
      int more = firstPage - number;
      long[][] wider = new long[more + pages.length][];
      Arrays.fill(wider, 0, more, NONE);
      System.arraycopy(pages, 0, wider, more, pages.length);
      pages = wider;
      firstPage = number;
    } else if (number >= firstPage + pages.length) {
      int known = pages.length;
      pages = Arrays.copyOf(pages, number - firstPage + 1);
      Arrays.fill(pages, known, pages.length, NONE);
    }
  }

  /// Calls `bucket` with each bucket that is not empty, in ascending order.
  public void forEach(BucketConsumer bucket) {
    for (int i = 0; i < pages.length; i++) {
      long[] page = pages[i];
      for (int j = 0; j < page.length; j++) {
        if (page[j] > 0) {
          bucket.accept((firstPage + i) * PAGE + j, page[j]);
        }
      }
    }
  }

  /// An independent copy.
  public NativeBuckets copy() {
    long[][] copies = pages.clone();
    for (int i = 0; i < copies.length; i++) {
      copies[i] = copies[i].length == 0 ? NONE : copies[i].clone();
    }
    return new NativeBuckets(firstPage, copies);
  }

  /// For how many buckets there is room.
  int room() {
    return Arrays.stream(pages).mapToInt(page -> page.length).sum();
  }

  /// Takes one bucket's index and count.
  @FunctionalInterface
  public interface BucketConsumer {
    void accept(int index, long count);
  }
}
