#include "support/await.h"
#include "support/temporaryfolder.h"
#include "support/tinymodel.h"
#include "weights/weightsexporter.h"

#include <QSignalSpy>
#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;

class TestWeightsExporter : public QObject
{
    Q_OBJECT

private slots:
    void saves();
    void tellsWhatFailed();

private:
    static CatalogueEntry entryOf(const std::filesystem::path &file);

    const TemporaryFolder m_folder;
};

CatalogueEntry TestWeightsExporter::entryOf(const std::filesystem::path &file)
{
    return entryFor(tinyDescription(), file, CatalogueEntry::Weights::Installed);
}

void TestWeightsExporter::saves()
{
    const auto from = m_folder / "tiny.safetensors";
    const auto to = m_folder / "out.safetensors";
    QVERIFY(saveTinyModel(from, tinyDescription()));
    WeightsExporter exporter;
    QSignalSpy started(&exporter, &WeightsExporter::started);
    QSignalSpy finished(&exporter, &WeightsExporter::finished);
    const QString path = QString::fromStdString(to.string());
    exporter.save(entryOf(from), path);
    QCOMPARE(started.count(), 1);
    QCOMPARE(started[0][0].toString(), "Exporting to " + path + "…");
    QCOMPARE(finished.count(), 0); // that comes through the event loop
    AWAIT_EQUAL(finished.count(), 1);
    QCOMPARE(readFile(to), readFile(from));
    const auto tensors = buildDescribed(tinyDescription()).value().parameterSpecs().size();
    QCOMPARE(finished[0][0].toString(),
             QStringLiteral("%1: %2 tensors under the project's own names, %3 MB")
                 .arg(path)
                 .arg(tensors)
                 .arg(static_cast<double>(std::filesystem::file_size(to)) / 1e6, 0, 'f', 1));
}

void TestWeightsExporter::tellsWhatFailed()
{
    WeightsExporter exporter;
    QSignalSpy failed(&exporter, &WeightsExporter::failed);
    const QString none = QString::fromStdString((m_folder / "none").string());
    exporter.save(entryOf(none.toStdString()), none + "2");
    AWAIT_EQUAL(failed.count(), 1);
    QCOMPARE(failed[0][0].toString(), none + " cannot be read: No such file or directory");
    QVERIFY(!QFile::exists(none + "2"));
}

QTEST_GUILESS_MAIN(TestWeightsExporter)
#include "tst_weightsexporter.moc"
