// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookupsTest {
  private final Map<String, List<String>> zone = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final AtomicReference<String> brokenHost = new AtomicReference<>("");
  private final AtomicInteger resolved = new AtomicInteger();
  private final Lookups lookups = new Lookups(CollectorName.list("one:1, many:2"), this::resolve);

  @AfterEach
  void stop() {
    lookups.close();
  }

  private InetAddress[] resolve(String host) throws UnknownHostException {
    resolved.incrementAndGet();
    RuntimeException defect = failure.get();
    if (defect != null) {
      throw defect;
    }
    if (host.equals(brokenHost.get())) {
      throw new IllegalArgumentException("no name: " + host);
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (String text : zone.getOrDefault(host, List.of())) {
      addresses.add(InetAddress.getByAddress(host, InetAddress.ofLiteral(text).getAddress()));
    }
    if (addresses.isEmpty()) {
      throw new UnknownHostException(host);
    }
    return addresses.toArray(InetAddress[]::new);
  }

  private List<String> identities() {
    return lookups.latest().stream().map(Replica::identity).toList();
  }

  @Test
  void aNameWithOneAddressIsAReplicaAndOneWithSeveralIsSeveral() {
    zone.put("one", List.of("10.0.0.1"));
    zone.put("many", List.of("10.0.0.2", "10.0.0.3"));
    lookups.start();

    await().until(() -> lookups.latest().size() == 3);

    assertThat(identities()).containsExactly("one:1", "10.0.0.2:2", "10.0.0.3:2");
    assertThat(lookups.latest()).map(one -> one.address().getHostString()).contains("one", "many");
  }

  @Test
  void looksUpAgainWhenAsked() {
    zone.put("many", List.of("10.0.0.2"));
    lookups.start();
    await().until(() -> lookups.latest().size() == 1);

    zone.put("many", List.of("10.0.0.4", "10.0.0.5"));
    lookups.soon();

    await().until(() -> identities().equals(List.of("10.0.0.4:2", "10.0.0.5:2")));
  }

  @Test
  void aNameThatCannotBeLookedUpKeepsItsAddresses() {
    zone.put("one", List.of("10.0.0.1"));
    zone.put("many", List.of("10.0.0.2"));
    lookups.start();
    await().until(() -> lookups.latest().size() == 2);

    zone.remove("one");
    zone.put("many", List.of("10.0.0.6"));
    lookups.soon();

    await()
        .untilAsserted(() ->
            assertThat(lookups.latest())
                .map(replica -> replica.address().getAddress().getHostAddress())
                .containsExactly("10.0.0.1", "10.0.0.6"));
  }

  @Test
  void aDefectOfTheResolverEndsNoLookup() {
    zone.put("one", List.of("10.0.0.1"));
    zone.put("many", List.of("10.0.0.2"));
    failure.set(new IllegalStateException("a defect, as the test wants it"));
    lookups.start();
    lookups.soon();
    await().until(() -> resolved.get() > 1);

    failure.set(null);
    lookups.soon();

    await().until(() -> lookups.latest().size() == 2);
  }

  @Test
  void aDefectOfOneNameLeavesTheOthersAlone() {
    zone.put("many", List.of("10.0.0.2"));
    brokenHost.set("one");
    lookups.start();

    await().until(() -> identities().equals(List.of("many:2")));
  }
}
