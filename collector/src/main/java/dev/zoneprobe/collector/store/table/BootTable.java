// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.table;

import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Consumer;

/// The last sequence number that came from each boot of each node.
public final class BootTable {
  private final PreparedStatement put;
  private final PreparedStatement select;
  private final PreparedStatement delete;
  private final PreparedStatement deleteSurplus;

  public BootTable(Database database) throws SQLException {
    put = database.prepare("INSERT OR REPLACE INTO boot VALUES (?, ?, ?, ?, ?)");
    select = database.prepare("SELECT * FROM boot ORDER BY reported_millis");
    delete = database.prepare("DELETE FROM boot WHERE reported_millis < ?");
    deleteSurplus =
        database.prepare(
            """
            DELETE FROM boot WHERE (node, boot_id) IN (
              SELECT node, boot_id FROM (
                SELECT node, boot_id, row_number() OVER (
                  PARTITION BY node ORDER BY reported_millis DESC) AS place
                FROM boot
                WHERE node IN (SELECT node FROM boot GROUP BY node HAVING count(*) > ?))
              WHERE place > ?)
            """);
  }

  /// How far one boot has come.
  public record Reported(Source source, long lastSequence, Instant at) {}

  public void put(Reported boot) throws SQLException {
    put.setString(1, boot.source().node());
    put.setString(2, boot.source().bootId());
    put.setString(3, boot.source().zone());
    put.setLong(4, boot.lastSequence());
    put.setLong(5, boot.at().toEpochMilli());
    put.executeUpdate();
  }

  /// Hands over all of them, the one that has been silent longest first. `reader` leaves the table
  /// alone.
  public void read(Consumer<Reported> reader) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Source source =
            new Source(row.getString("node"), row.getString("zone"), row.getString("boot_id"));
        Instant at = Instant.ofEpochMilli(row.getLong("reported_millis"));
        reader.accept(new Reported(source, row.getLong("last_sequence"), at));
      }
    }
  }

  /// Forgets those that have been silent since before `moment`.
  public void forgetBefore(Instant moment) throws SQLException {
    delete.setLong(1, moment.toEpochMilli());
    delete.executeUpdate();
  }

  /// Forgets all but the [Source#MOST_BOOTS] of each node that reported last.
  public void forgetSurplus() throws SQLException {
    deleteSurplus.setInt(1, Source.MOST_BOOTS);
    deleteSurplus.setInt(2, Source.MOST_BOOTS);
    deleteSurplus.executeUpdate();
  }
}
