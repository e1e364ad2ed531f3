// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import dev.zoneprobe.agent.report.Delivery.Scope;
import dev.zoneprobe.agent.report.backlog.Backlog;
import dev.zoneprobe.agent.report.replica.Pace;
import dev.zoneprobe.agent.report.replica.Replicas;
import dev.zoneprobe.wire.proto.Receipt;
import io.grpc.Channel;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Decides which collector gets the backlog (decision 0025).
///
/// One stream leads: it takes what no store has seen. Beside it there is at most one visit to
/// another replica, for one of two reasons. A replica that is preferred is visited to take the
/// lead; before it does, the leading stream sends nothing new until all that is in doubt at its
/// store has its receipt. And while snapshots are in doubt at a store that does not lead, other
/// replicas are visited in turn, to find that store and settle them. No store is sent to over two
/// streams at once.
///
/// Lives on the report thread alone.
public final class Courier implements Delivery.Listener {
  private final Backlog backlog;
  private final Replicas replicas;
  private final CollectorChannels channels;
  private final Consumer<Optional<Channel>> follower;
  private final Pace pace;
  private final DeliveryLog log = new DeliveryLog();
  private Optional<Delivery> lead = Optional.empty();
  private Optional<Delivery> visit = Optional.empty();

  /// When the visit began, or the last one did.
  private long visitedNanos;

  /// Where the last visit was; means nothing before the first.
  private InetSocketAddress lastVisited = InetSocketAddress.createUnresolved("nowhere", 0);

  /// When the leading stream was told to send nothing new.
  private long settlingNanos;

  /// Opens no stream before the first [#pulse()].
  ///
  /// @param follower told the channel of the replica that leads, and when there is none
  public Courier(
      Backlog backlog,
      Replicas replicas,
      CollectorChannels channels,
      Consumer<Optional<Channel>> follower) {
    this.backlog = backlog;
    this.replicas = replicas;
    this.channels = channels;
    this.follower = follower;
    this.pace = replicas.pace();
    this.visitedNanos = pace.nanos();
  }

  /// How often [#pulse()] is to be called.
  Duration betweenPulses() {
    return pace.pulse();
  }

  /// Does what is due.
  public void pulse() {
    replicas.refresh();
    streams().forEach(Delivery::giveUpWaiting);
    streams().flatMap(stream -> stream.store().stream()).forEach(backlog::met);
    if (lead.isEmpty()) {
      findLead();
    } else if (visit.isEmpty()) {
      considerVisit(lead.get());
    } else {
      consider(visit.get(), lead.get());
    }
  }

  private Stream<Delivery> streams() {
    return Stream.of(lead, visit).flatMap(Optional::stream);
  }

  /// Sends what was added to the backlog. While no replica is in use, those that failed may be
  /// tried at once.
  public void hasMore() {
    if (lead.isEmpty()) {
      replicas.hurry();
      pulse();
    }
    lead.ifPresent(Delivery::send);
  }

  private void findLead() {
    Optional<InetSocketAddress> best = replicas.best();
    if (visit.isPresent() && best.equals(visit.map(Delivery::address))) {
      promote(visit.get());
    } else {
      lead = best.map(this::open);
    }
  }

  private Delivery open(InetSocketAddress address) {
    return new Delivery(address, channels, backlog, pace, this);
  }

  private void promote(Delivery visitor) {
    visit = Optional.empty();
    lead = Optional.of(visitor);
    if (visitor.store().isPresent()) {
      takeTheLead(visitor);
    }
  }

  private void takeTheLead(Delivery delivery) {
    log.leads(delivery);
    follower.accept(Optional.of(delivery.channel()));
    delivery.allow(Scope.EVERYTHING);
  }

  private void considerVisit(Delivery leading) {
    if (leading.store().isEmpty()) {
      return;
    }
    leading.allow(Scope.EVERYTHING); // a visitor that was to take over may have failed
    Optional<InetSocketAddress> better = replicas.betterThan(leading.address());
    Optional<InetSocketAddress> other =
        leading
            .store()
            .filter(backlog::isInDoubtElsewhere)
            .filter(_ -> pace.hasPassed(pace.visits(), visitedNanos))
            .flatMap(_ -> replicas.nextBeside(leading.address(), lastVisited));
    better.or(() -> other).ifPresent(this::visit);
  }

  private void visit(InetSocketAddress address) {
    visitedNanos = pace.nanos();
    lastVisited = address;
    visit = Optional.of(open(address));
  }

  /// Goes on with a visit that has met its store.
  private void consider(Delivery visitor, Delivery leading) {
    if (visitor.store().isEmpty() || leading.store().isEmpty()) {
      return;
    }
    boolean done = visitor.isSettled() || visitor.store().equals(leading.store());
    if (!done && pace.hasPassed(pace.settling(), visitedNanos)) {
      visitor.close();
      ended(visitor, Status.DEADLINE_EXCEEDED.withDescription("no receipts on a visit"));
    } else if (done && replicas.isBetter(visitor.address(), leading.address())) {
      handOver(leading, visitor);
    } else if (done) {
      leaveVisit(visitor);
    }
  }

  private void leaveVisit(Delivery visitor) {
    visitor.close();
    visit = Optional.empty();
  }

  private void handOver(Delivery leading, Delivery visitor) {
    if (leading.isAllowed(Scope.EVERYTHING)) {
      leading.allow(Scope.IN_DOUBT);
      settlingNanos = pace.nanos();
    }
    if (leading.isSettled() || pace.hasPassed(pace.settling(), settlingNanos)) {
      leading.close();
      promote(visitor);
    }
  }

  @Override
  public void greeted(Delivery delivery) {
    delivery.store().ifPresent(backlog::met);
    if (lead.filter(delivery::equals).isPresent()) {
      visit.filter(visitor -> visitor.store().equals(delivery.store())).ifPresent(this::leaveVisit);
      takeTheLead(delivery);
    } else if (!lead.flatMap(Delivery::store).equals(delivery.store())) {
      delivery.allow(Scope.IN_DOUBT);
    }
    pulse();
  }

  @Override
  public void answered(Delivery delivery, Receipt receipt) {
    log.answered(delivery, receipt);
    if (visit.isPresent()) {
      pulse();
    }
  }

  @Override
  public void ended(Delivery delivery, Status status) {
    leaveAlone(delivery, status);
    if (visit.filter(delivery::equals).isPresent()) {
      log.visitEnded(delivery, status);
      visit = Optional.empty();
    } else {
      log.leadEnded(delivery, status);
      lead = Optional.empty();
      follower.accept(Optional.empty());
    }
    pulse();
  }

  private void leaveAlone(Delivery delivery, Status status) {
    switch (status.getCode()) {
      case UNAUTHENTICATED, PERMISSION_DENIED -> replicas.shunned(delivery.address());
      case RESOURCE_EXHAUSTED -> replicas.failed(delivery.address());
      default -> {
        if (delivery.wasWell()) {
          replicas.wasWell(delivery.address());
        } else {
          replicas.failed(delivery.address());
        }
      }
    }
  }

  /// Numbers of delivery; for all threads.
  public DeliveryLog log() {
    return log;
  }

  /// Ends all streams; what has no receipt stays in the backlog, in doubt.
  public void close() {
    streams().forEach(Delivery::close);
    lead = Optional.empty();
    visit = Optional.empty();
  }
}
