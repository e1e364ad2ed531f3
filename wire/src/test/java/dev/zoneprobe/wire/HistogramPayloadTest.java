// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.wire.InvalidFrameException.Reason;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HistogramPayloadTest {
  private static final long MAX_SAMPLES = 1_000_000;
  private static final int LENGTH_AT = 4;
  private static final int OFFSET_AT = 8;
  private static final int DIGITS_AT = 12;
  private static final int LOWEST_AT = 16;
  private static final int HIGHEST_AT = 24;
  private static final int RATIO_AT = 32;
  private static final int COUNTS_AT = 40;

  private static final String ONE = "02"; // ZigZag of 1, in the first cell: one duration of zero

  @Test
  void carriesEveryDurationUpTo60Seconds() throws Exception {
    LatencyHistogram histogram = new LatencyHistogram();
    for (long nanos : new long[] {0, 1, 511, 512, 1_000, 1_000_000, 59_999_999_999L}) {
      histogram.record(nanos);
    }
    histogram.record(LatencyHistogram.HIGHEST_NANOS);

    LatencyHistogram decoded = decode(encode(histogram), histogram.sumNanos());

    assertThat(decoded.counts()).isEqualTo(histogram.counts());
    assertThat(decoded.sumNanos()).isEqualTo(histogram.sumNanos());
  }

  @Test
  void carriesAHistogramInWhichEveryCellIsRecorded() throws Exception {
    LatencyHistogram histogram = new LatencyHistogram();
    Histogram shape = histogram.counts();
    long cells = 0;
    for (long nanos = 0; nanos < LatencyHistogram.HIGHEST_NANOS; cells++) {
      histogram.record(nanos);
      nanos = shape.nextNonEquivalentValue(nanos);
    }

    LatencyHistogram decoded = decode(encode(histogram), histogram.sumNanos());

    assertThat(decoded.count()).isEqualTo(cells).isGreaterThan(18_000);
    assertThat(decoded.counts()).isEqualTo(histogram.counts());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void writesTheBytesThatHdrHistogramWrites(long seed) {
    var random = new Random(seed);
    LatencyHistogram histogram = new LatencyHistogram();
    for (int i = 0; i < 1 << random.nextInt(12); i++) {
      histogram.record((long) Math.exp(random.nextDouble(25.5)));
    }

    ByteBuffer expected = ByteBuffer.allocate(1 << 18);
    histogram.counts().encodeIntoByteBuffer(expected);

    assertThat(ByteBuffer.wrap(HistogramPayload.encode(histogram))).isEqualTo(expected.flip());
  }

  @Test
  void writesTheLargestCountAsHdrHistogramDoes() throws Exception {
    LatencyHistogram.Builder cells = new LatencyHistogram.Builder(1);
    cells.add(0, 1L << 53);
    LatencyHistogram histogram = cells.withSum(1L << 56);

    ByteBuffer expected = ByteBuffer.allocate(1 << 18);
    histogram.counts().encodeIntoByteBuffer(expected);

    assertThat(ByteBuffer.wrap(HistogramPayload.encode(histogram))).isEqualTo(expected.flip());
  }

  @Test
  void refusesDigitsAndRangeThatWouldAllocateMegabytes() {
    byte[] digits = payload(ONE);
    ByteBuffer.wrap(digits).putInt(DIGITS_AT, 5).putLong(HIGHEST_AT, Long.MAX_VALUE);

    assertRefused(digits, "histogram header differs");
  }

  @ParameterizedTest
  @CsvSource({"0", "4", "8", "12", "16", "24", "32", "36"})
  void refusesAnyOtherHeader(int at) {
    for (int bit = 0; bit < 32; bit++) {
      byte[] other = payload(ONE);
      ByteBuffer bytes = ByteBuffer.wrap(other);
      bytes.putInt(at, bytes.getInt(at) ^ 1 << bit);

      assertRefused(other, "histogram header differs");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void refusesALengthThatIsNotItsOwn(int length) {
    byte[] lying = payload(ONE);
    ByteBuffer.wrap(lying).putInt(LENGTH_AT, length);

    assertRefused(lying, "histogram header differs");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 39})
  void refusesLessThanAHeader(int length) {
    assertRefused(new byte[length], "histogram of " + length + " bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "'', empty histogram",
    "00, empty histogram",
    "01, empty histogram",
    "82, ends within a number",
    "ffffffffffffffff, ends within a number",
    "fffffffffffffffffF, more than 18432 cells or 1000000 samples", // -2^63, whose negation is
    // itself
    "feffffffffffffffff, more than 18432 cells or 1000000 samples", // 2^63-1
    "80808080808080808080, more than 18432 cells or 1000000 samples",
    "ffffffffffffffff7f, more than 18432 cells or 1000000 samples",
    "82897a, more than 18432 cells or 1000000 samples", // 1,000,001 samples in one cell
    "80897a02, more than 18432 cells or 1000000 samples", // 1,000,000 and 1
    "02ffa102, more than 18432 cells or 1000000 samples", // one sample, then 18,432 + 1 empty cells
    "02ff9f0202, more than 18432 cells" // one sample, 18,432 empty cells, one sample
  })
  void refusesCountsThatDoNotFit(String counts, String problem) {
    assertRefused(payload(counts), problem);
  }

  @Test
  void acceptsAsManySamplesAsTheLimitSays() throws Exception {
    LatencyHistogram decoded = decode(ByteString.copyFrom(payload("80897a")), 0);

    assertThat(decoded.count()).isEqualTo(MAX_SAMPLES);
  }

  @Test
  void refusesASampleInACellAbove60Seconds() {
    assertRefused(
        payload("fd9f0202"), "1 durations in cell 18431"); // 18,431 empty cells, then one sample
  }

  @Test
  void refusesASumThatTheCountsCannotHave() {
    assertThatExceptionOfType(InvalidFrameException.class)
        .isThrownBy(() -> decode(ByteString.copyFrom(payload(ONE)), 512))
        .withMessageContaining("is not between 0 and 511");
  }

  private static ByteString encode(LatencyHistogram histogram) {
    return ByteString.copyFrom(HistogramPayload.encode(histogram));
  }

  private static LatencyHistogram decode(ByteString bytes, long sumNanos)
      throws InvalidFrameException {
    return HistogramPayload.decode(bytes, sumNanos, MAX_SAMPLES);
  }

  private static byte[] payload(String counts) {
    byte[] encoded = HexFormat.of().parseHex(counts);
    return ByteBuffer.allocate(COUNTS_AT + encoded.length)
        .putInt(0, 0x1c849313)
        .putInt(LENGTH_AT, encoded.length)
        .putInt(OFFSET_AT, 0)
        .putInt(DIGITS_AT, 3)
        .putLong(LOWEST_AT, 1_000)
        .putLong(HIGHEST_AT, 60_000_000_000L)
        .putDouble(RATIO_AT, 1.0)
        .put(COUNTS_AT, encoded)
        .array();
  }

  private static void assertRefused(byte[] payload, String problem) {
    assertThatExceptionOfType(InvalidFrameException.class)
        .isThrownBy(() -> decode(ByteString.copyFrom(payload), 0))
        .withMessageContaining(problem)
        .extracting(InvalidFrameException::reason)
        .isEqualTo(Reason.INVALID_HISTOGRAM);
  }
}
