// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.table;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.zoneprobe.collector.store.table.StoreException.Reason;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// What was committed since the sums were last written: snapshots of whole zones, as frames.
public final class JournalTable {
  /// Before the number of any entry.
  public static final long BEGIN = 0;

  /// After the number of any entry.
  public static final long END = Long.MAX_VALUE;

  private static final FrameLimits LIMITS =
      new FrameLimits(10_000_000, 10_000_000, Long.MAX_VALUE, 0, 0);

  private final PreparedStatement insert;
  private final PreparedStatement select;
  private final PreparedStatement delete;
  private final SnapshotDecoder decoder = new SnapshotDecoder(LIMITS);

  public JournalTable(Database database) throws SQLException {
    insert = database.prepare("INSERT INTO journal (frame) VALUES (?)");
    select = database.prepare("SELECT id, frame FROM journal WHERE id > ? ORDER BY id LIMIT 1");
    delete = database.prepare("DELETE FROM journal WHERE id <= ?");
  }

  public void append(IntervalSnapshot snapshot) throws SQLException {
    insert.setBytes(1, SnapshotEncoder.encode(snapshot).toByteArray());
    insert.executeUpdate();
  }

  /// One of its entries; later ones have higher numbers.
  public record Entry(long number, IntervalSnapshot snapshot) {}

  /// The oldest entry after `number`: one at a time, because all might not fit into memory.
  public Optional<Entry> after(long number) throws SQLException, StoreException {
    select.setLong(1, number);
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(new Entry(row.getLong(1), snapshot(row.getBytes(2))))
          : Optional.empty();
    }
  }

  private IntervalSnapshot snapshot(byte[] frame) throws StoreException {
    try {
      return decoder.decode(SnapshotFrame.parseFrom(frame));
    } catch (InvalidProtocolBufferException | InvalidFrameException e) {
      throw new StoreException(
          Reason.DAMAGED, "an entry of the journal is damaged: " + e.getMessage());
    }
  }

  /// Forgets all up to `number`: they are in the sums now.
  public void forgetThrough(long number) throws SQLException {
    delete.setLong(1, number);
    delete.executeUpdate();
  }
}
