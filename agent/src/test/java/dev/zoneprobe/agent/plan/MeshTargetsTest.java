// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.wire.proto.Peer;
import dev.zoneprobe.wire.proto.Plan;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeshTargetsTest {
  private static final Target.Timing TIMING =
      new Target.Timing(Duration.ofSeconds(1), Duration.ofSeconds(1));
  private static final Peer PEER =
      Peer.newBuilder()
          .setNode("node-b")
          .setZone("zone-b")
          .setHost("::1")
          .setHttpPort(1)
          .setGrpcPort(2)
          .setTcpPort(3)
          .build();

  private final MeshTargets mesh = over(Protocol.TCP, Protocol.HTTP, Protocol.GRPC);

  private static MeshTargets over(Protocol... protocols) {
    return new MeshTargets(
        new MeshSettings(TIMING, List.of(protocols), List.of(Connection.values())));
  }

  private static Plan plan(Peer... peers) {
    return Plan.newBuilder().setVersion(1).addAllPeers(List.of(peers)).build();
  }

  private static Plan planOf(String host) {
    return plan(PEER.toBuilder().setHost(host).build());
  }

  @Test
  void makesATargetOfEachPeerAndProtocol() {
    assertThat(mesh.of(plan(PEER)))
        .map(Target::endpoint)
        .hasSize(3)
        .contains(new Endpoint.Tcp("::1", 3))
        .anySatisfy(endpoint ->
            assertThat(endpoint)
                .isInstanceOfSatisfying(
                    Endpoint.Http.class,
                    http -> assertThat(http.uri()).isEqualTo(URI.create("http://[::1]:1/"))));
  }

  @Test
  void refusesAPortThatCannotBe() {
    Peer hostile = PEER.toBuilder().setTcpPort(70_000).build();

    assertThatThrownBy(() -> mesh.of(plan(hostile)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not between 1 and 65535");
  }

  @Test
  void refusesAZoneThatCannotBeALabel() {
    Peer hostile = PEER.toBuilder().setZone("a\nb").build();

    assertThatThrownBy(() -> mesh.of(plan(hostile))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesMorePeersThanItCouldProbe() {
    Plan.Builder hostile = Plan.newBuilder();
    for (int i = 0; i < 501; i++) {
      hostile.addPeers(PEER);
    }

    assertThatThrownBy(() -> mesh.of(hostile.build())).hasMessageContaining("the limit is 500");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h/secret?x=",
        "h/",
        "h?x",
        "h#x",
        "user@h",
        "user:secret@h",
        "h:1",
        "h\\secret",
        "h%2fsecret",
        "h\uFF0Fsecret",
        "h secret",
        ".h",
        "h..h",
        "[::1]",
        "::1]/secret?x=[",
        "::1/secret",
        "1:2:3",
        "fe80::1%",
        "fe80::1%eth0/secret",
        "fe80::1%eth0]/secret?x=[",
      })
  void refusesAHostThatIsMoreThanAHost(String host) {
    for (Protocol protocol : List.of(Protocol.TCP, Protocol.HTTP, Protocol.GRPC)) {
      assertThatThrownBy(() -> over(protocol).of(planOf(host)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("node-b")
          .hasMessageContaining(host);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "::ffff:10.0.0.1", "2001:db8::1", "h", "H-1.example.", "7.h"})
  void takesAddressesAndNames(String host) {
    assertThat(mesh.of(planOf(host))).hasSize(3);
  }

  /// HTTP cannot name an interface, nor a host with such a character.
  @ParameterizedTest
  @ValueSource(strings = {"fe80::1%eth0", "fe80::1%eth0.100", "node_1", "m\u00FCnchen.example"})
  void takesWhateverNameLookupsTake(String host) {
    assertThat(over(Protocol.TCP, Protocol.GRPC).of(planOf(host)))
        .map(Target::endpoint)
        .contains(new Endpoint.Tcp(host, 3));
  }
}
