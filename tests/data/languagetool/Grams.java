import java.nio.file.Path;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;

/**
 * N-gram data for LanguageTool, as small as it can be: the first argument is its folder, the others
 * are n-grams of one to three words, all equally frequent. The real data takes 8 GB.
 */
public class Grams {
  public static void main(String[] arguments) throws Exception {
    for (int size = 1; size <= 3; size++) {
      Path folder = Path.of(arguments[0], "en", size + "grams");
      // No analyzer: nothing in the index is divided into words.
      IndexWriterConfig config = new IndexWriterConfig((Analyzer) null);
      try (IndexWriter writer = new IndexWriter(FSDirectory.open(folder), config)) {
        for (int i = 1; i < arguments.length; i++) {
          if (arguments[i].split(" ").length == size) {
            add(writer, "ngram", arguments[i], "count", "100000");
          }
        }
        if (size == 1) {
          add(writer, "totalTokenCount", "100000000");
        }
      }
    }
  }

  private static void add(IndexWriter writer, String... fields) throws Exception {
    Document document = new Document();
    for (int i = 0; i < fields.length; i += 2) {
      document.add(new StringField(fields[i], fields[i + 1], Field.Store.YES));
    }
    writer.addDocument(document);
  }
}
