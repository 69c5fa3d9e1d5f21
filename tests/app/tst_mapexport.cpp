#include "render/mapexport.h"
#include "support/activations.h"
#include "support/await.h"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

SheetOptions small()
{
    return {.map = ColourMap::Grey, .scale = ScaleMode::PerLayer, .mapSide = 1, .margin = 0};
}

} // namespace

class MapExportTest : public QObject
{
    Q_OBJECT

private slots:
    void aSheetIsCopied()
    {
        MapExport out;
        QSignalSpy finished(&out, &MapExport::finished);
        out.copySheet(flatChannels({4, 3, 5}), small());
        AWAIT(!finished.isEmpty());
        QCOMPARE(finished,
                 (QList<QList<QVariant>>{
                     {QStringLiteral("Copied all maps as a picture of 10 × 6 pixels.")}}));
        QCOMPARE(QGuiApplication::clipboard()->image().size(), QSize(10, 6));
    }

    void aSheetIsSaved()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("maps.png"));
        MapExport out;
        QSignalSpy finished(&out, &MapExport::finished);
        out.savePng(path, flatChannels({4, 3, 5}), small());
        AWAIT(!finished.isEmpty());
        QVERIFY(finished.first().first().toString().endsWith(
            QStringLiteral("maps.png, 10 × 6 pixels.")));
        QCOMPARE(QImage(path).convertToFormat(QImage::Format_RGB32),
                 sheetImage(flatChannels({4, 3, 5}), small()));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{"maps.png"});
    }

    void valuesAreSaved()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("values.npy"));
        MapExport out;
        QSignalSpy finished(&out, &MapExport::finished);
        out.saveNpy(path, flatChannels({4, 3, 5}));
        AWAIT(!finished.isEmpty());
        QVERIFY(finished.first().first().toString().endsWith(
            QStringLiteral("values.npy, float32 values of shape (4, 3, 5).")));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QCOMPARE(bytes.size(), 128 + 4 * 3 * 5 * 4);
        QVERIFY(bytes.contains("'shape': (4, 3, 5)"));
    }

    void valuesAreSavedAsATable()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("values.csv"));
        MapExport out;
        QSignalSpy finished(&out, &MapExport::finished);
        out.saveCsv(path, activationOf({2, 1, 2}, {0.1F, -3.0F, 1e-20F, 0.0F}));
        AWAIT(!finished.isEmpty());
        QVERIFY(finished.first().first().toString().endsWith(
            QStringLiteral("values.csv, a line for each of 4 values.")));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(),
                 "channel,row,column,value\n"
                 "0,0,0,0.1\n0,0,1,-3\n1,0,0,1e-20\n1,0,1,0\n");
    }

    void aFolderThatIsNotThereIsNamed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("csv") << "maps.csv";
        QTest::newRow("png") << "maps.png";
        QTest::newRow("npy") << "maps.npy";
    }

    void aFolderThatIsNotThereIsNamed()
    {
        QFETCH(QString, name);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("none/") + name);
        MapExport out;
        QSignalSpy failed(&out, &MapExport::failed);
        if (name.endsWith(QStringLiteral("png")))
            out.savePng(path, flatChannels({4, 3, 5}), small());
        else if (name.endsWith(QStringLiteral("csv")))
            out.saveCsv(path, flatChannels({4, 3, 5}));
        else
            out.saveNpy(path, flatChannels({4, 3, 5}));
        AWAIT(!failed.isEmpty());
        QCOMPARE(failed.first().first().toString(),
                 path + QStringLiteral(" cannot be written: No such file or directory"));
    }

    void nothingToDrawIsAFailure()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("maps.png"));
        QVERIFY(!writePng(path, {}));
        QVERIFY(!QFile::exists(path));
    }
};

QTEST_MAIN(MapExportTest)
#include "tst_mapexport.moc"
