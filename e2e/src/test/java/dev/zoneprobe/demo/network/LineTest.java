// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class LineTest {
  private static final long USUAL = Duration.ofMillis(1).toNanos();
  private static final long FIRST_WAIT = Line.FIRST_RETRANSMISSION.toNanos();
  private static final int CHUNKS = 100_000;

  private final Line line = new Line(Duration.ofMillis(1), new Random(7));

  @Test
  void holdsEveryChunkBackForItsDistance() {
    assertThat(delays()).containsOnly(USUAL);
  }

  @Test
  void isLongerByHalfTheRoundTripEachWayUntilItIsRestored() {
    line.lengthen(Duration.ofMillis(100));
    assertThat(delays()).containsOnly(USUAL + Duration.ofMillis(50).toNanos());

    line.restore();
    assertThat(delays()).containsOnly(USUAL);
  }

  /// Once lost: 200 ms; twice: 200 and 400.
  @Test
  void sendsWhatIsLostAgainAsLateAsTcpDoes() {
    line.lose(0.1);
    long[] delays = delays();

    assertThat(share(delays, USUAL)).isCloseTo(0.9, within(0.01));
    assertThat(share(delays, USUAL + FIRST_WAIT)).isCloseTo(0.09, within(0.01));
    assertThat(share(delays, USUAL + 3 * FIRST_WAIT)).isCloseTo(0.009, within(0.002));
  }

  private long[] delays() {
    return LongStream.range(0, CHUNKS).map(_ -> line.delayNanos()).toArray();
  }

  private static double share(long[] delays, long nanos) {
    return (double) LongStream.of(delays).filter(delay -> delay == nanos).count() / CHUNKS;
  }
}
