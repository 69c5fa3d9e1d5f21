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

/// Of 4 channels.
MapPicture small(std::vector<int> channels = {})
{
    MapPicture picture;
    picture.activation = flatChannels({4, 3, 5});
    picture.options = {.map = ColourMap::Grey,
                       .scale = {ScaleMode::PerLayer, {}},
                       .channels = std::move(channels),
                       .mapSide = 20};
    picture.title = QStringLiteral("Stem 1 · 3×5×4");
    picture.subject = QStringLiteral("a network · a photo");
    picture.scale = scaleText(ScaleMode::PerLayer, {0, 3});
    return picture;
}

QString only(const QSignalSpy &spy)
{
    return spy.count() == 1 ? spy.first().first().toString() : QString();
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class MapExportTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_export = std::make_unique<MapExport>();
        m_finished = std::make_unique<QSignalSpy>(m_export.get(), &MapExport::finished);
        m_failed = std::make_unique<QSignalSpy>(m_export.get(), &MapExport::failed);
    }

    void aPictureHoldsTheSheetAndSaysWhatItIs()
    {
        const MapPicture picture = small();
        const QImage image = drawn(picture);
        SheetOptions options = picture.options;
        options.captionHeight = 13;
        const QImage sheet = sheetImage(picture.activation, options);
        const SheetLayout layout = sheetLayout(picture.activation.shape, options);
        for (int position = 0; position < layout.count; ++position) {
            const QRect map = layout.place(position, options.margin);
            QCOMPARE(image.copy(map), sheet.copy(map));
        }
        QVERIFY(image.height() > sheet.height() + 30); // three lines below it
        QVERIFY(image.width() > sheet.width()); // as wide as the longest of them
    }

    void aPictureIsCopied()
    {
        m_export->copy(small());
        AWAIT(!m_finished->isEmpty());
        const QImage image = drawn(small());
        QCOMPARE(only(*m_finished),
                 QStringLiteral("Copied a picture of %1 × %2 pixels.")
                     .arg(image.width())
                     .arg(image.height()));
        QCOMPARE(QGuiApplication::clipboard()->image().convertToFormat(QImage::Format_RGB32),
                 image);
    }

    void aSheetAndOneMapAreSaved_data()
    {
        QTest::addColumn<QList<int>>("channels");
        QTest::newRow("all") << QList<int>{};
        QTest::newRow("one") << QList<int>{2};
        QTest::newRow("in another order") << QList<int>{3, 1, 2, 0};
    }

    void aSheetAndOneMapAreSaved()
    {
        QFETCH(QList<int>, channels);
        const MapPicture picture = small({channels.begin(), channels.end()});
        const QString path = m_folder->filePath(QStringLiteral("maps.png"));
        m_export->savePng(path, picture);
        AWAIT(!m_finished->isEmpty());
        const QImage image = drawn(picture);
        QVERIFY(only(*m_finished)
                    .endsWith(QStringLiteral("maps.png, %1 × %2 pixels.")
                                  .arg(image.width())
                                  .arg(image.height())));
        QCOMPARE(QImage(path).convertToFormat(QImage::Format_RGB32), image);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{"maps.png"});
    }

    void valuesAreSaved()
    {
        const QString path = m_folder->filePath(QStringLiteral("values.npy"));
        m_export->saveNpy(path, {flatChannels({4, 3, 5})});
        AWAIT(!m_finished->isEmpty());
        QVERIFY(only(*m_finished)
                    .endsWith(QStringLiteral("values.npy, float32 values of shape (4, 3, 5).")));
        const QByteArray bytes = contents(path);
        QCOMPARE(bytes.size(), 128 + 4 * 3 * 5 * 4);
        QVERIFY(bytes.contains("'shape': (4, 3, 5)"));
    }

    void oneMapsValuesAreSaved()
    {
        const QString path = m_folder->filePath(QStringLiteral("values.npy"));
        m_export->saveNpy(path, {activationOf({2, 1, 2}, {1, 2, 3, 4}), 1});
        AWAIT(!m_finished->isEmpty());
        QVERIFY(only(*m_finished).endsWith(QStringLiteral("of shape (1, 2).")));
        const QByteArray bytes = contents(path);
        const float expected[] = {3.0F, 4.0F};
        QVERIFY(bytes.contains("'shape': (1, 2)"));
        QCOMPARE(bytes.mid(128), QByteArray(reinterpret_cast<const char *>(expected), 8));
    }

    void valuesAreSavedAsATable()
    {
        const QString path = m_folder->filePath(QStringLiteral("values.csv"));
        QSignalSpy progress(m_export.get(), &MapExport::progressChanged);
        m_export->saveCsv(path, {activationOf({2, 1, 2}, {0.1F, -3.0F, 1e-20F, 0.0F})});
        QVERIFY(m_export->isBusy());
        AWAIT(!m_finished->isEmpty());
        QVERIFY(!m_export->isBusy());
        QVERIFY(
            only(*m_finished).endsWith(QStringLiteral("values.csv, a line for each of 4 values.")));
        QCOMPARE(progress.last().first().toDouble(), 1.0);
        QCOMPARE(contents(path),
                 "channel,row,column,value\n"
                 "0,0,0,0.1\n0,0,1,-3\n1,0,0,1e-20\n1,0,1,0\n");
    }

    void oneMapsValuesAreSavedAsATable()
    {
        const QString path = m_folder->filePath(QStringLiteral("values.csv"));
        m_export->saveCsv(path, {activationOf({2, 1, 2}, {1, 2, 3, 4}), 1});
        AWAIT(!m_finished->isEmpty());
        QCOMPARE(contents(path), "channel,row,column,value\n1,0,0,3\n1,0,1,4\n");
    }

    void cancelledNothingIsWritten()
    {
        m_export->saveCsv(m_folder->filePath(QStringLiteral("values.csv")),
                          {flatChannels({64, 147, 147})});
        m_export->cancel();
        AWAIT(!m_export->isBusy());
        QCOMPARE(only(*m_failed), QStringLiteral("Cancelled; nothing was written."));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList());
    }

    void whatIsAskedAfterCancellingIsWritten()
    {
        m_export->saveCsv(m_folder->filePath(QStringLiteral("a.csv")),
                          {flatChannels({64, 147, 147})});
        m_export->cancel();
        m_export->saveNpy(m_folder->filePath(QStringLiteral("b.npy")), {flatChannels({4, 9, 9})});
        AWAIT(!m_export->isBusy());
        QCOMPARE(m_finished->count(), 1);
        QCOMPARE(only(*m_failed), QStringLiteral("Cancelled; nothing was written."));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{"b.npy"});
    }

    void twoAtATimeAreBothWritten()
    {
        m_export->saveCsv(m_folder->filePath(QStringLiteral("a.csv")), {flatChannels({4, 9, 9})});
        m_export->saveNpy(m_folder->filePath(QStringLiteral("b.npy")), {flatChannels({4, 9, 9})});
        AWAIT(!m_export->isBusy());
        QCOMPARE(m_finished->count(), 2);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), (QStringList{"a.csv", "b.npy"}));
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
        const QString path = m_folder->filePath(QStringLiteral("none/") + name);
        if (name.endsWith(QStringLiteral("png")))
            m_export->savePng(path, small());
        else if (name.endsWith(QStringLiteral("csv")))
            m_export->saveCsv(path, {flatChannels({4, 3, 5})});
        else
            m_export->saveNpy(path, {flatChannels({4, 3, 5})});
        AWAIT(!m_failed->isEmpty());
        QCOMPARE(only(*m_failed),
                 path + QStringLiteral(" cannot be written: No such file or directory"));
    }

    void nothingToDrawIsAFailure()
    {
        const QString path = m_folder->filePath(QStringLiteral("maps.png"));
        QVERIFY(!writePng(path, {}));
        QVERIFY(!QFile::exists(path));
        m_export->copy(MapPicture());
        AWAIT_EQUAL(only(*m_failed), QStringLiteral("There is nothing to copy."));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MapExport> m_export;
    std::unique_ptr<QSignalSpy> m_finished;
    std::unique_ptr<QSignalSpy> m_failed;
};

QTEST_MAIN(MapExportTest)
#include "tst_mapexport.moc"
