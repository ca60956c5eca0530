package io.kindred.tools.generate;

import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the customers of a CRM and the orders of a shop as CSV files that are as untidy as those
 * of real systems, the truth, and the job file and the ontology of the README. Each file has an
 * order of its own.
 */
public final class MessyGenerator {

    private static final int COPIES = 4;
    private static final long CUSTOMERS = 40;
    private static final long ORDERS = 41;
    private static final int FIRST_ORDER = 1001;

    private final int people;
    private final long seed;
    private final MessyPeople drawn;

    private long records;

    /**
     * Creates a generator. Nothing is written yet.
     *
     * @throws IllegalArgumentException if there are too few or too many people; the message begins
     *     with the option's name
     */
    public MessyGenerator(long people, long seed) {
        if (people < 1 || people > MessyPeople.MAX_PEOPLE) {
            throw new IllegalArgumentException(
                    "people is "
                            + people
                            + ", expected 1 to "
                            + MessyPeople.MAX_PEOPLE
                            + " with --messy");
        }
        this.people = (int) people;
        this.seed = seed;
        this.drawn = new MessyPeople(seed);
    }

    /** How values of one record are written, and the row to write. */
    private interface Row {

        List<String> cells(String uid, MessyPerson person, MessyValues values);
    }

    /**
     * Writes all files into a folder, which is created if missing.
     *
     * @throws IOException if a file cannot be written
     */
    public Summary write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(JobFiles.JOB), MessyJobFiles.JOB);
        Files.writeString(folder.resolve(JobFiles.ONTOLOGY), MessyJobFiles.ONTOLOGY);
        records = 0;
        try (BufferedWriter truth = Files.newBufferedWriter(folder.resolve(Generator.TRUTH))) {
            truth.write("perspective,uid,person\n");
            writeCustomers(folder, truth);
            writeOrders(folder, truth);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new Summary(records, records, people, 2);
    }

    private void writeCustomers(Path folder, BufferedWriter truth) throws IOException {
        CsvSchema schema =
                schema(
                        "id",
                        "surname",
                        "given_name",
                        "email",
                        "phone",
                        "birth_date",
                        "ssn",
                        "city");
        try (CsvGenerator csv = open(folder.resolve("customers.csv"), schema)) {
            write(
                    CUSTOMERS,
                    "crm",
                    csv,
                    truth,
                    (uid, person, values) -> {
                        String name = values.name(person.givenName());
                        return List.of(
                                uid,
                                values.name(person.surname()),
                                name,
                                values.email(person.emails(), name),
                                values.phone(person.phones()),
                                values.born(person.born()),
                                values.ssn(person.ssn()),
                                values.city(person.cities()));
                    });
        }
    }

    private void writeOrders(Path folder, BufferedWriter truth) throws IOException {
        CsvSchema schema = schema("order_id", "contact", "phones", "last_name", "first_name");
        try (CsvGenerator csv = open(folder.resolve("orders.csv"), schema)) {
            write(
                    ORDERS,
                    "shop",
                    csv,
                    truth,
                    (uid, person, values) -> {
                        String name = values.name(person.givenName());
                        return List.of(
                                uid,
                                values.email(person.emails(), name),
                                values.phones(person.phones()),
                                values.name(person.surname()),
                                name);
                    });
        }
    }

    private void write(
            long source, String perspective, CsvGenerator csv, BufferedWriter truth, Row row)
            throws IOException {
        Permutation order = new Permutation((long) people * COPIES, seed, source);
        int number = 0;
        for (long place = 0; place < (long) people * COPIES; place++) {
            long slot = order.apply(place);
            Draws draws = Draws.of(seed, source, slot);
            if (!draws.chance(share(source, (int) (slot % COPIES)))) {
                continue;
            }
            String uid =
                    source == CUSTOMERS
                            ? "C-" + (number + 1)
                            : Integer.toString(FIRST_ORDER + number);
            number++;
            records++;
            long index = slot / COPIES;
            csv.writeStartArray();
            for (String cell : row.cells(uid, drawn.person(index), new MessyValues(draws))) {
                csv.writeString(cell);
            }
            csv.writeEndArray();
            truth.write(perspective + ',' + uid + ",P" + index + '\n');
        }
    }

    /** The share of people with this copy: most are customers once, and many have ordered. */
    private static double share(long source, int copy) {
        if (source == CUSTOMERS) {
            return List.of(0.85, 0.1, 0.02, 0.0).get(copy);
        }
        return List.of(0.7, 0.4, 0.2, 0.1).get(copy);
    }

    private static CsvSchema schema(String... columns) {
        CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true);
        for (String column : columns) {
            schema.addColumn(column);
        }
        return schema.build();
    }

    private static CsvGenerator open(Path file, CsvSchema schema) throws IOException {
        CsvGenerator csv =
                new CsvFactory()
                        .createGenerator(new BufferedOutputStream(Files.newOutputStream(file)));
        csv.setSchema(schema);
        return csv;
    }
}
