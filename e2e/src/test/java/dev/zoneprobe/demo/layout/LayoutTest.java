// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.demo.layout.Layout.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LayoutTest {
  static Stream<Layout> layouts() {
    return Stream.of(Layout.ofManyAddresses(0), Layout.ofOneAddress());
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void givesEachListenerASocketOfItsOwn(Layout layout) {
    assertThat(layout.listeners()).extracting(Listener::socket).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void staysOnTheLoopbackInterface(Layout layout) {
    assertThat(layout.listeners())
        .allMatch(listener -> listener.socket().getAddress().isLoopbackAddress());
  }

  @Test
  void hasOnePlanForAllWhereZonesDifferByAddress() {
    assertThat(Layout.ofManyAddresses(0).samePortsForAll()).isTrue();
    assertThat(Layout.ofOneAddress().samePortsForAll()).isFalse();
  }

  @Test
  void demosOfDifferentNetworksShareNoSocket() {
    List<Listener> both = new ArrayList<>(Layout.ofManyAddresses(0).listeners());
    both.addAll(Layout.ofManyAddresses(1).listeners());

    assertThat(both).extracting(Listener::socket).doesNotHaveDuplicates();
  }

  @Test
  void addsNoDistanceWithinAZoneAndTheSameBothWays() {
    for (ZonePair pair : ZonePair.all()) {
      ZonePair back =
          new ZonePair(/* source= */ pair.destination(), /* destination= */ pair.source());

      assertThat(pair.extraRoundTrip()).isEqualTo(back.extraRoundTrip());
      assertThat(pair.extraRoundTrip().equals(Duration.ZERO))
          .isEqualTo(pair.source() == pair.destination());
    }
  }
}
