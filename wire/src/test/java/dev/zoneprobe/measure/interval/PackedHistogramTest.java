// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The packed histogram is the library's least used one: it must do exactly what the plain one
/// does, through any history of recording, adding, copying, encoding and decoding.
final class PackedHistogramTest {
  private static final long LOWEST = LatencyHistogram.LOWEST_NANOS;
  private static final long HIGHEST = LatencyHistogram.HIGHEST_NANOS;

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void doesWhatThePlainHistogramDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Histogram plain = new Histogram(LOWEST, HIGHEST, 3);
    Histogram packed = new PackedHistogram(LOWEST, HIGHEST, 3);

    for (int step = random.nextInt(1, 8); step > 0; step--) {
      switch (random.nextInt(4)) {
        case 0 -> {
          plain = plain.copy();
          packed = packed.copy();
        }
        case 1 -> {
          plain = Histogram.decodeFromByteBuffer(encoded(plain), HIGHEST);
          packed = PackedHistogram.decodeFromByteBuffer(encoded(packed), HIGHEST);
        }
        case 2 -> {
          Histogram morePlain = new Histogram(LOWEST, HIGHEST, 3);
          Histogram morePacked = new PackedHistogram(LOWEST, HIGHEST, 3);
          record(random, morePlain, morePacked);
          plain.add(morePlain);
          packed.add(morePacked);
        }
        default -> record(random, plain, packed);
      }
    }

    assertThat(contents(packed)).isEqualTo(contents(plain));
    assertThat(encoded(packed)).isEqualTo(encoded(plain));
  }

  private static void record(SplittableRandom random, Histogram plain, Histogram packed) {
    double orders = random.nextDouble(Math.log(HIGHEST));
    for (int left = random.nextInt(1, 2_000); left > 0; left--) {
      long nanos = (long) Math.exp(random.nextDouble(orders, Math.log(HIGHEST)));
      long count = random.nextInt(20) == 0 ? random.nextLong(1, 100_000_000L) : 1;
      plain.recordValueWithCount(nanos, count);
      packed.recordValueWithCount(nanos, count);
    }
  }

  private static ByteBuffer encoded(Histogram histogram) {
    ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    histogram.encodeIntoByteBuffer(bytes);
    return bytes.flip();
  }

  private static List<Long> contents(Histogram histogram) {
    List<Long> contents = new ArrayList<>();
    contents.add(histogram.getTotalCount());
    contents.add(histogram.getMinNonZeroValue());
    contents.add(histogram.getMaxValue());
    for (double percentile : new double[] {0, 10, 50, 90, 99, 99.9, 100}) {
      contents.add(histogram.getValueAtPercentile(percentile));
    }
    histogram
        .recordedValues()
        .forEach(cell -> {
          contents.add(cell.getValueIteratedTo());
          contents.add(cell.getCountAtValueIteratedTo());
        });
    return contents;
  }
}
