// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import dev.zoneprobe.agent.report.backlog.StoreId;
import dev.zoneprobe.wire.proto.Receipt;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells people what becomes of delivery, each thing once until it changes, and counts it.
///
/// Told on the report thread; counts are for all.
public final class DeliveryLog {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryLog.class);

  private final LongAdder failures = new LongAdder();
  private final LongAdder moves = new LongAdder();
  private final LongAdder refusedSeries = new LongAdder();
  private Optional<InetSocketAddress> leader = Optional.empty();
  private boolean failing;
  private boolean toldOfRefusedSeries;

  DeliveryLog() {}

  void leads(Delivery delivery) {
    InetSocketAddress address = delivery.address();
    String store = delivery.store().map(StoreId::text).orElse("unknown");
    if (leader.isEmpty()) {
      LOG.info("snapshots go to {}, store {}", address, store);
    } else if (!leader.get().equals(address)) {
      moves.increment();
      LOG.info("snapshots go to {}, store {}, and no longer to {}", address, store, leader.get());
    }
    leader = Optional.of(address);
  }

  /// A stream that is soon ended again does not work, however many receipts it brought.
  void answered(Delivery delivery, Receipt receipt) {
    if (failing && delivery.wasWell()) {
      failing = false;
      LOG.info("delivery works again, to {}", delivery.address());
    }
    if (receipt.getRefusedSeries() > 0) {
      refused(receipt);
    }
  }

  private void refused(Receipt receipt) {
    refusedSeries.add(Integer.toUnsignedLong(receipt.getRefusedSeries()));
    String problem = receipt.getProblem().replaceAll("\\p{Cntrl}", " ");
    if (toldOfRefusedSeries) {
      LOG.debug("the collector left {} series out: {}", receipt.getRefusedSeries(), problem);
      return;
    }
    toldOfRefusedSeries = true;
    LOG.warn(
        "the collector left {} series out (said once, then at level debug): {}",
        receipt.getRefusedSeries(),
        problem);
  }

  void visitEnded(Delivery delivery, Status status) {
    failures.increment();
    tellIfRefused(status);
    LOG.debug("a visit to {} failed: {}", delivery.address(), text(status));
  }

  /// A stream that was well is opened again at once: only if that fails there is something to tell.
  void leadEnded(Delivery delivery, Status status) {
    failures.increment();
    tellIfRefused(status);
    if (failing || delivery.wasWell()) {
      LOG.debug("delivery to {} failed: {}", delivery.address(), text(status));
      return;
    }
    failing = true;
    LOG.warn(
        "delivery to {} failed, snapshots are kept (said once, until it works again): {}",
        delivery.address(),
        text(status));
  }

  private static void tellIfRefused(Status status) {
    if (status.getCode() == Status.Code.INVALID_ARGUMENT) {
      LOG.error("the collector refused a snapshot, its samples are lost: {}", text(status));
    }
  }

  private static String text(Status status) {
    String cause = status.getCause() == null ? "" : ": " + status.getCause().getMessage();
    return status.getCode() + ": " + status.getDescription() + cause;
  }

  /// Streams that broke, and attempts to open one that failed.
  public long failures() {
    return failures.sum();
  }

  /// How often another collector took the lead.
  public long moves() {
    return moves.sum();
  }

  /// Series that collectors left out of snapshots because a limit was reached.
  public long refusedSeries() {
    return refusedSeries.sum();
  }
}
