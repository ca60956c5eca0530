package io.kindred.tools.generate;

import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.kindred.model.Descriptor;
import io.kindred.temporal.Interval;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** Writes records as CSV rows. Surname and address have columns for their validity intervals. */
final class CsvRecordSink implements RecordSink {

    private static final CsvSchema SCHEMA =
            CsvSchema.builder()
                    .addColumn("uid")
                    .addColumn("version")
                    .addColumn("op")
                    .addColumn("first_name")
                    .addColumn("last_name")
                    .addColumn("last_name_valid_from")
                    .addColumn("last_name_valid_to")
                    .addColumn("date_of_birth")
                    .addColumn("email")
                    .addColumn("phone")
                    .addColumn("ssn")
                    .addColumn("street")
                    .addColumn("city")
                    .addColumn("address_valid_from")
                    .addColumn("address_valid_to")
                    .setUseHeader(true)
                    .build();

    private final CsvGenerator csv;

    CsvRecordSink(OutputStream out) throws IOException {
        this.csv = new CsvFactory().createGenerator(out);
        csv.setSchema(SCHEMA);
    }

    @Override
    public void write(SyntheticRecord item) throws IOException {
        csv.writeStartObject();
        csv.writeStringField("uid", item.uid());
        csv.writeNumberField("version", item.version());
        csv.writeStringField("op", item.op().name().toLowerCase(Locale.ROOT));
        // Street and city share the columns of the interval, and either of them may be missing.
        Optional<Interval> address = Optional.empty();
        for (Descriptor descriptor : item.descriptors()) {
            String attribute = descriptor.attribute();
            csv.writeStringField(attribute, descriptor.value());
            if (attribute.equals("street") || attribute.equals("city")) {
                address = Optional.of(descriptor.interval());
            } else if (attribute.equals("last_name")) {
                writeInterval(attribute, descriptor.interval());
            }
        }
        if (address.isPresent()) {
            writeInterval("address", address.get());
        }
        csv.writeEndObject();
    }

    private void writeInterval(String what, Interval interval) throws IOException {
        if (interval.start() != Interval.MIN) {
            writeDate(what + "_valid_from", interval.start());
        }
        if (interval.end() != Interval.MAX) {
            writeDate(what + "_valid_to", interval.end());
        }
    }

    private void writeDate(String column, long millis) throws IOException {
        csv.writeStringField(column, People.date(millis / People.MILLIS_PER_DAY));
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
