import java.nio.file.Path;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** Starts a Neo4j server and shuts it down when standard input closes. Arguments: home folder, settings file. */
public class StartNeo4j {
    public static void main(String[] arguments) throws Exception {
        var server = new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
                .loadPropertiesFromFile(Path.of(arguments[1]))
                .build();
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // nothing is said to it; the end is what counts
        }
        server.shutdown();
    }
}
