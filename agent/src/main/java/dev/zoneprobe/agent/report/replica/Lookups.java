// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.replica;

import dev.zoneprobe.task.EnduringTask;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks the collectors' names up, every 30 seconds and when asked to. A name that cannot be looked
/// up keeps the addresses that it had.
///
/// A lookup may take seconds, so it happens on a thread of its own, `zoneprobe-lookup`, and nobody
/// waits for it.
public final class Lookups implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);
  private static final Duration BETWEEN = Duration.ofSeconds(30);

  /// Where addresses come from.
  @FunctionalInterface
  public interface Resolver {
    /// All addresses of `host`, at least one.
    ///
    /// @throws UnknownHostException if it has none, or nobody can tell
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private final List<CollectorName> names;
  private final Resolver resolver;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("zoneprobe-lookup").daemon().factory());
  private final AtomicBoolean asked = new AtomicBoolean();

  /// The last answer for each name; of the one thread.
  private final Map<CollectorName, InetAddress[]> known = new HashMap<>();

  /// Names whose last lookup failed; of the one thread.
  private final Set<CollectorName> failing = new HashSet<>();

  private final EnduringTask lookUp = new EnduringTask("looking collectors up", this::lookUp);
  private volatile List<Replica> latest = List.of();

  /// Looks nothing up before [#start()].
  public Lookups(List<CollectorName> names, Resolver resolver) {
    this.names = List.copyOf(names);
    this.resolver = resolver;
  }

  /// Begins.
  public void start() {
    lookUp.withPauses(thread, Duration.ZERO, BETWEEN);
  }

  /// Looks up soon, because a replica failed. Returns at once; thread-safe.
  public void soon() {
    try {
      if (asked.compareAndSet(false, true)) {
        thread.execute(lookUp);
      }
    } catch (RejectedExecutionException _) {
      LOG.debug("closed already");
    }
  }

  /// What the last lookups found, each address once; none before the first. For all threads.
  public List<Replica> latest() {
    return latest;
  }

  private void lookUp() {
    asked.set(false);
    names.forEach(this::lookUp);
    Map<InetSocketAddress, Replica> distinct = new LinkedHashMap<>();
    for (Replica replica : replicas()) {
      distinct.putIfAbsent(replica.address(), replica);
    }
    latest = List.copyOf(distinct.values());
  }

  private void lookUp(CollectorName name) {
    try {
      known.put(name, resolver.addresses(name.host()));
      if (failing.remove(name)) {
        LOG.info("{} can be looked up again", name);
      }
    } catch (UnknownHostException e) {
      failed(name, e.getMessage());
    } catch (RuntimeException refused) { // what a resolver takes for no name at all
      failed(name, refused.toString());
    }
  }

  private void failed(CollectorName name, @Nullable String why) {
    if (failing.add(name)) {
      LOG.warn("{} cannot be looked up (said once, until it can): {}", name, why);
    }
  }

  private List<Replica> replicas() {
    List<Replica> replicas = new ArrayList<>();
    for (CollectorName name : names) {
      InetAddress[] addresses = known.getOrDefault(name, new InetAddress[0]);
      for (InetAddress address : addresses) {
        InetSocketAddress socket = new InetSocketAddress(address, name.port());
        String identity =
            addresses.length == 1 ? name.toString() : address.getHostAddress() + ":" + name.port();
        replicas.add(new Replica(identity, socket));
      }
    }
    return replicas;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
