#include "photos/photolistmodel.h"
#include "photos/photomime.h"
#include "photos/picturecache.h"
#include "support/await.h"
#include "support/plainphotos.h"

#include <QAbstractItemModelTester>
#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QMimeData>
#include <QScopeGuard>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

QByteArray png(const QImage &image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "png");
    return bytes;
}

QStringList column(const PhotoListModel &model, int role)
{
    QStringList values;
    for (int row = 0; row < model.rowCount(); ++row)
        values += model.index(row).data(role).toString();
    return values;
}

int count(const PhotoListModel &model, PhotoState state)
{
    int found = 0;
    for (int row = 0; row < model.rowCount(); ++row)
        found += model.index(row).data(PhotoStateRole).value<PhotoState>() == state;
    return found;
}

bool isSettled(const PhotoListModel &model)
{
    return count(model, PhotoState::Ready) + count(model, PhotoState::Failed) == model.rowCount();
}

PhotoState stateOf(const PhotoListModel &model, int row)
{
    return model.index(row).data(PhotoStateRole).value<PhotoState>();
}

int idOf(const PhotoListModel &model, int row)
{
    return model.index(row).data(PhotoIdRole).toInt();
}

} // namespace

class TestPhotoListModel : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void addsFilesInTheOrderGiven();
    void opensFoldersInNameOrder();
    void keepsWhatFailsWithTheReason();
    void leavesOutWhatIsGone();
    void tellsOfAFolderWithoutPictures();
    void growsByChunks();
    void addsAPastedPicture();
    void readsPastedPicturesAgainWhenTheyLeftMemory();
    void takesWhatADropBrings_data();
    void takesWhatADropBrings();
    void servesRequestsBeforeTheOthers();
    void answersARequestFromMemory();
    void triesAFailedPhotoAgain();
    void removesPhotosWhileTheyAreRead();
    void bringsRemovedPhotosBack();
    void neverUsesAnIdAgain();
    void goneWhileADiskDoesNotAnswer();
    void clearStopsWhatIsUnderWay();
    void carriesTopPredictions();
    void tellsInToolTips();
    void makesThumbnailsOfAnyShape_data();
    void makesThumbnailsOfAnyShape();
    void cacheLetsTheLongestUnusedGo();
    void cacheKeepsOneThatIsOverItsBound();
    void cacheTakesAnotherBound();

private:
    QString write(const QString &name, const QByteArray &bytes)
    {
        const QString path = m_folder->filePath(name);
        QDir().mkpath(path.section(u'/', 0, -2));
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path
                                                                                    : QString();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestPhotoListModel::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestPhotoListModel::addsFilesInTheOrderGiven()
{
    PhotoListModel model;
    QAbstractItemModelTester tester(&model);
    QSignalSpy added(&model, &PhotoListModel::photosAdded);
    const QString second = write("a second.png", png(plainPicture({30, 20}, Qt::red)));
    const QString first = write("the\nfirst.png", png(plainPicture({40, 10}, Qt::blue)));
    model.addPaths({first, second});
    AWAIT_EQUAL(model.rowCount(), 2);
    AWAIT(isSettled(model));

    QCOMPARE(column(model, Qt::DisplayRole), (QStringList{"the\\nfirst.png", "a second.png"}));
    QCOMPARE(column(model, PhotoPathRole), (QStringList{first, second}));
    QCOMPARE(count(model, PhotoState::Ready), 2);
    QCOMPARE(model.index(0).data(PhotoSizeRole).toSize(), QSize(40, 10));
    QCOMPARE(model.index(1).data(Qt::DecorationRole).value<QImage>().size(), QSize(30, 20));
    QCOMPARE(added.size(), 1);
    QCOMPARE(added.first().first().toInt(), idOf(model, 0));
}

void TestPhotoListModel::opensFoldersInNameOrder()
{
    const QByteArray picture = png(plainPicture({4, 4}, Qt::red));
    for (const char *name : {"b/2.png", "b/1.JPG", "a.png", "c", "d.png", "b/deeper/3.png",
                             ".hidden.png", "b/.cache/4.png"})
        write(QString::fromLatin1(name), picture);
    write("notes.txt", "not a picture");
    write("b/broken.jpg", "not a picture");
    QVERIFY(QFile::link(m_folder->path(), m_folder->filePath("b/loop")));
    QVERIFY(QFile::link(m_folder->filePath("nowhere"), m_folder->filePath("dangling.png")));

    PhotoListModel model;
    QAbstractItemModelTester tester(&model);
    QSignalSpy problems(&model, &PhotoListModel::problemFound);
    model.addPaths({m_folder->path()});
    AWAIT_EQUAL(model.rowCount(), 7);
    AWAIT(isSettled(model));
    QStringList expected{"a.png",          "b/1.JPG", "b/2.png", "b/broken.jpg",
                         "b/deeper/3.png", "c",       "d.png"};
    for (QString &name : expected)
        name.prepend(m_folder->path() + u'/');
    QCOMPARE(column(model, PhotoPathRole), expected);
    QCOMPARE(stateOf(model, 3), PhotoState::Failed);
    QCOMPARE(count(model, PhotoState::Ready), 6);
    QCOMPARE(problems.size(), 0);
}

void TestPhotoListModel::keepsWhatFailsWithTheReason()
{
    PhotoListModel model;
    QAbstractItemModelTester tester(&model);
    model.addPaths({write("notes 100%1.txt", "not a picture"),
                    write("photo.png", png(plainPicture({4, 4}, Qt::red))),
                    m_folder->filePath("gone.png")});
    AWAIT_EQUAL(model.rowCount(), 3);
    AWAIT(isSettled(model));
    QCOMPARE(
        column(model, PhotoMessageRole),
        (QStringList{"notes 100%1.txt is not a picture (its content is text/plain); choose a photo "
                     "such as a JPEG or PNG file",
                     "", "gone.png does not exist; it may have been moved, renamed or deleted"}));
    QCOMPARE(stateOf(model, 0), PhotoState::Failed);
    QCOMPARE(stateOf(model, 1), PhotoState::Ready);
    QCOMPARE(stateOf(model, 2), PhotoState::Failed);
    QVERIFY(model.index(0).data(Qt::DecorationRole).value<QImage>().isNull());
}

void TestPhotoListModel::leavesOutWhatIsGone()
{
    PhotoListModel model;
    QSignalSpy added(&model, &PhotoListModel::photosAdded);
    QSignalSpy problems(&model, &PhotoListModel::problemFound);
    QSignalSpy done(&model, &PhotoListModel::pathsAdded);
    const QString there = write("photo.png", png(plainPicture({4, 4}, Qt::red)));
    model.addPaths({m_folder->filePath("gone.png"), there}, PhotoListModel::Missing::LeftOut);
    model.addPaths({m_folder->filePath("gone.png")}, PhotoListModel::Missing::LeftOut);
    AWAIT_EQUAL(done.size(), 2);
    QCOMPARE(column(model, PhotoPathRole), QStringList{there});
    QCOMPARE(added.size(), 1);
    const QList<QVariant> told{"One photo that was open last time is no longer there"};
    QCOMPARE(problems, (QList<QList<QVariant>>{told, told}));
}

void TestPhotoListModel::tellsOfAFolderWithoutPictures()
{
    write("holiday %1/notes.txt", "not a picture");
    PhotoListModel model;
    QSignalSpy problems(&model, &PhotoListModel::problemFound);
    QSignalSpy added(&model, &PhotoListModel::photosAdded);
    model.addPaths({m_folder->filePath("holiday %1/")});
    AWAIT_EQUAL(problems.size(), 1);
    QCOMPARE(problems.first().first().toString(),
             "holiday %1 has no pictures in it; choose a folder with JPEG, PNG or other photos");
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(added.size(), 0);
}

void TestPhotoListModel::growsByChunks()
{
    constexpr int files = 2000;
    for (int i = 0; i < files; ++i)
        write(QStringLiteral("%1.jpg").arg(i, 5, 10, QLatin1Char('0')), {});
    PhotoListModel model;
    QSignalSpy inserted(&model, &PhotoListModel::rowsInserted);
    QSignalSpy added(&model, &PhotoListModel::photosAdded);
    model.addPaths({m_folder->path()});
    AWAIT_EQUAL(model.rowCount(), files);
    QVERIFY2(inserted.size() < files / 4, qPrintable(QString::number(inserted.size())));
    QCOMPARE(added.size(), 1);
    AWAIT_EQUAL(count(model, PhotoState::Failed), files);
    QCOMPARE(model.index(files - 1).data(Qt::DisplayRole).toString(), QStringLiteral("01999.jpg"));
}

void TestPhotoListModel::addsAPastedPicture()
{
    PhotoListModel model;
    QAbstractItemModelTester tester(&model);
    QImage halfClear(20, 10, QImage::Format_ARGB32);
    halfClear.fill(QColor(0, 0, 255, 127));
    model.addImage(plainPicture({20, 10}, Qt::red), PhotoListModel::Origin::Pasted);
    model.addImage(halfClear, PhotoListModel::Origin::Pasted);
    model.addImage(plainPicture({20, 10}, Qt::red), PhotoListModel::Origin::Dropped);
    model.addImage(QImage(), PhotoListModel::Origin::Pasted);
    QCOMPARE(column(model, Qt::DisplayRole),
             (QStringList{"pasted picture 1", "pasted picture 2", "dropped picture 1",
                          "pasted picture 3"}));
    AWAIT(isSettled(model));
    QCOMPARE(model.picture(idOf(model, 0)), plainPicture({20, 10}, Qt::red));
    QCOMPARE(model.picture(idOf(model, 1)), plainPicture({20, 10}, Qt::blue));
    QCOMPARE(model.index(3).data(PhotoMessageRole).toString(),
             "pasted picture 3 holds no pixels; copy it again");
}

void TestPhotoListModel::readsPastedPicturesAgainWhenTheyLeftMemory()
{
    PhotoListModel model(nullptr, 0); // room for one picture, the last that was asked for
    QSignalSpy ready(&model, &PhotoListModel::pictureReady);
    const QList<QColor> colours{Qt::red, Qt::green};
    for (const QColor &colour : colours)
        model.addImage(plainPicture({20, 10}, colour), PhotoListModel::Origin::Pasted);
    AWAIT(isSettled(model));
    for (int row : {0, 1, 0}) {
        ready.clear();
        QVERIFY(model.picture(idOf(model, row)).isNull());
        model.requestPicture(idOf(model, row));
        AWAIT_EQUAL(ready.size(), 1);
        QCOMPARE(ready.first().at(0).toInt(), idOf(model, row));
        QCOMPARE(ready.first().at(1).value<QImage>(), plainPicture({20, 10}, colours[row]));
    }
}

void TestPhotoListModel::takesWhatADropBrings_data()
{
    QTest::addColumn<QList<QUrl>>("urls");
    QTest::addColumn<QImage>("image");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("mayHold");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QStringList>("problems");

    const QUrl web("https://example.org/a%20photo.jpg");
    const QUrl file = QUrl::fromLocalFile("/nowhere/photo.jpg");
    const QImage red = plainPicture({8, 8}, Qt::red);
    const QString address = "https://example.org/a photo.jpg is an address, and only files can be "
                            "opened; save the picture and open the file";
    QTest::newRow("files") << QList<QUrl>{file, file} << QImage() << QByteArray() << true
                           << QStringList{"photo.jpg", "photo.jpg"} << QStringList();
    QTest::newRow("a file and its pixels") << QList<QUrl>{file} << red << QByteArray() << true
                                           << QStringList{"photo.jpg"} << QStringList();
    QTest::newRow("a file and an address")
        << QList<QUrl>{file, web} << QImage() << QByteArray() << true << QStringList{"photo.jpg"}
        << QStringList{address};
    QTest::newRow("a picture from a browser") << QList<QUrl>{web} << red << QByteArray() << true
                                              << QStringList{"dropped picture 1"} << QStringList();
    QTest::newRow("an encoded picture") << QList<QUrl>() << QImage() << png(red) << true
                                        << QStringList{"dropped picture 1"} << QStringList();
    QTest::newRow("an address") << QList<QUrl>{web} << QImage() << QByteArray() << true
                                << QStringList() << QStringList{address};
    QTest::newRow("a long address")
        << QList<QUrl>{QUrl("data:image/png;base64," + QString(5000, 'A'))} << QImage()
        << QByteArray() << true << QStringList()
        << QStringList{"data:image/png;base64," + QString(77, 'A')
                       + QStringLiteral("… is an address, and only files can be opened; save the "
                                        "picture and open the file")};
    QTest::newRow("text")
        << QList<QUrl>() << QImage() << QByteArray() << false << QStringList()
        << QStringList{"There is no picture in it; use files, folders or a copied picture"};
}

void TestPhotoListModel::takesWhatADropBrings()
{
    QFETCH(QList<QUrl>, urls);
    QFETCH(QImage, image);
    QFETCH(QByteArray, bytes);
    QFETCH(bool, mayHold);
    QFETCH(QStringList, names);
    QFETCH(QStringList, problems);

    QMimeData data;
    data.setText("some text");
    if (!urls.isEmpty())
        data.setUrls(urls);
    if (!image.isNull())
        data.setImageData(image);
    if (!bytes.isEmpty())
        data.setData("image/png", bytes);
    QCOMPARE(mayHoldPhotos(data), mayHold);

    PhotoListModel model;
    QSignalSpy told(&model, &PhotoListModel::problemFound);
    model.addMimeData(&data, PhotoListModel::Origin::Dropped);
    AWAIT_EQUAL(model.rowCount(), names.size());
    AWAIT_EQUAL(told.size(), problems.size());
    QCOMPARE(column(model, Qt::DisplayRole), names);
    for (int i = 0; i < told.size(); ++i)
        QCOMPARE(told[i].first().toString(), problems[i]);
}

void TestPhotoListModel::servesRequestsBeforeTheOthers()
{
    PhotoListModel model;
    QSignalSpy ready(&model, &PhotoListModel::pictureReady);
    for (int i = 0; i < 200; ++i)
        model.addImage(plainPicture({50, 50}, Qt::red), PhotoListModel::Origin::Pasted);
    int waitingAtAnswer = 0;
    connect(&model, &PhotoListModel::pictureReady, &model,
            [&] { waitingAtAnswer = count(model, PhotoState::Waiting); });
    model.requestPicture(idOf(model, 199));
    AWAIT_EQUAL(ready.size(), 1);
    QVERIFY2(waitingAtAnswer > 100, qPrintable(QString::number(waitingAtAnswer)));
    QCOMPARE(ready.first().at(0).toInt(), idOf(model, 199));
    QCOMPARE(ready.first().at(1).value<QImage>(), plainPicture({50, 50}, Qt::red));
}

void TestPhotoListModel::answersARequestFromMemory()
{
    PhotoListModel model;
    QSignalSpy ready(&model, &PhotoListModel::pictureReady);
    const QString path = write("photo.png", png(plainPicture({9, 9}, Qt::blue)));
    model.addPaths({path});
    AWAIT_EQUAL(count(model, PhotoState::Ready), 1);
    QVERIFY(QFile::remove(path));
    model.requestPicture(idOf(model, 0));
    QCOMPARE(ready.size(), 0); // always later
    AWAIT_EQUAL(ready.size(), 1);
    QCOMPARE(ready.first().at(1).value<QImage>(), plainPicture({9, 9}, Qt::blue));
    model.requestPicture(idOf(model, 0) + 1);
    QCOMPARE(ready.size(), 1);
}

void TestPhotoListModel::triesAFailedPhotoAgain()
{
    PhotoListModel model;
    QSignalSpy ready(&model, &PhotoListModel::pictureReady);
    QSignalSpy failed(&model, &PhotoListModel::pictureFailed);
    const QString path = write("photo.png", {});
    model.addPaths({path});
    AWAIT_EQUAL(count(model, PhotoState::Failed), 1);
    model.requestPicture(idOf(model, 0));
    AWAIT_EQUAL(failed.size(), 1);
    QCOMPARE(failed.first().at(1).toString(),
             "photo.png is empty (0 bytes); copy or download it again");

    write("photo.png", png(plainPicture({9, 9}, Qt::blue)));
    model.requestPicture(idOf(model, 0));
    AWAIT_EQUAL(ready.size(), 1);
    QCOMPARE(stateOf(model, 0), PhotoState::Ready);
    QCOMPARE(model.index(0).data(PhotoMessageRole).toString(), QString());
}

void TestPhotoListModel::removesPhotosWhileTheyAreRead()
{
    PhotoListModel model;
    QAbstractItemModelTester tester(&model);
    QSignalSpy ready(&model, &PhotoListModel::pictureReady);
    for (int i = 0; i < 4; ++i)
        model.addImage(plainPicture({50, 50}, Qt::red), PhotoListModel::Origin::Pasted);
    const int removed = idOf(model, 0);
    model.requestPicture(removed);
    QCOMPARE(count(model, PhotoState::Loading), 2);
    QVERIFY(model.removeRows(0, 2));
    QVERIFY(!model.removeRows(1, 2));
    AWAIT(isSettled(model));
    QCOMPARE(column(model, Qt::DisplayRole), (QStringList{"pasted picture 3", "pasted picture 4"}));
    QCOMPARE(model.rowOf(removed), -1);
    QCOMPARE(model.rowOf(idOf(model, 1)), 1);
    QCOMPARE(ready.size(), 0);
}

void TestPhotoListModel::bringsRemovedPhotosBack()
{
    PhotoListModel model;
    QAbstractItemModelTester tester(&model);
    QSignalSpy undo(&model, &PhotoListModel::undoChanged);
    for (int i = 0; i < 5; ++i)
        model.addImage(plainPicture({50, 50}, Qt::red), PhotoListModel::Origin::Pasted);
    const QStringList names = column(model, Qt::DisplayRole);
    model.removePhotos({0, 2, 3}); // the first of them while it is read
    AWAIT(isSettled(model));
    model.removePhotos({1});
    QCOMPARE(column(model, Qt::DisplayRole), QStringList{names[1]});
    model.undoRemoval();
    QCOMPARE(column(model, Qt::DisplayRole), (QStringList{names[1], names[4]}));
    model.undoRemoval();
    QCOMPARE(column(model, Qt::DisplayRole), names);
    AWAIT(isSettled(model));
    QCOMPARE(count(model, PhotoState::Ready), 5);
    model.undoRemoval();
    QCOMPARE(column(model, Qt::DisplayRole), names);
    QCOMPARE(undo, (QList<QList<QVariant>>{{true}, {true}, {true}, {false}}));
}

void TestPhotoListModel::neverUsesAnIdAgain()
{
    PhotoListModel model;
    model.addImage(plainPicture({4, 4}, Qt::red), PhotoListModel::Origin::Pasted);
    const int first = idOf(model, 0);
    model.clear();
    model.addImage(plainPicture({4, 4}, Qt::red), PhotoListModel::Origin::Pasted);
    QVERIFY(idOf(model, 0) != first);
    QCOMPARE(model.index(0).data().toString(), "pasted picture 2");
}

/// Both photos that may be read at once are on it; others wait for them.
void TestPhotoListModel::goneWhileADiskDoesNotAnswer()
{
    const auto asked = std::make_shared<QSemaphore>();
    const auto answer = std::make_shared<QSemaphore>();
    const auto ended = std::make_shared<QSemaphore>();
    const auto read = [asked, answer, ended](const PhotoSource &source) {
        const auto atTheEnd = qScopeGuard([&] { ended->release(); });
        askDisk([&] {
            asked->release();
            answer->acquire();
            return true;
        });
        return loadPhoto(source);
    };
    {
        PhotoListModel model(nullptr, PhotoListModel::usualPictureBytes, read);
        model.addPaths({write("a.png", "x"), write("b.png", "x"), write("c.png", "x")});
        AWAIT_EQUAL(model.rowCount(), 3);
        asked->acquire(2);
    }
    answer->release(2);
    ended->acquire(2);
}

void TestPhotoListModel::clearStopsWhatIsUnderWay()
{
    for (int i = 0; i < 1000; ++i)
        write(QStringLiteral("%1.jpg").arg(i), {});
    PhotoListModel model;
    QAbstractItemModelTester tester(&model);
    model.addPaths({m_folder->path()});
    model.clear();
    // Walks are done one after the other: when this one's photo is there, the first has ended.
    const QString last = write("last.png", png(plainPicture({4, 4}, Qt::red)));
    model.addPaths({last});
    AWAIT_EQUAL(count(model, PhotoState::Ready), 1);
    QCOMPARE(column(model, PhotoPathRole), QStringList{last});
}

void TestPhotoListModel::carriesTopPredictions()
{
    PhotoListModel model;
    QAbstractItemModelTester tester(&model);
    model.addImage(plainPicture({4, 4}, Qt::red), PhotoListModel::Origin::Pasted);
    AWAIT(isSettled(model));
    QSignalSpy changed(&model, &PhotoListModel::dataChanged);
    model.setTopPrediction(idOf(model, 0), "golf ball", 0.9734);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(model.index(0).data(PhotoTopLabelRole).toString(), "golf ball");
    QCOMPARE(model.index(0).data(PhotoTopProbabilityRole).toDouble(), 0.9734);
    QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(),
             "pasted picture 1: golf ball, 97.3 %");
    model.setTopPrediction(idOf(model, 0) + 1, "nobody", 1.0);
    QCOMPARE(changed.size(), 1);
    model.clearPredictions();
    QCOMPARE(changed.size(), 2);
    QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(), "pasted picture 1");
}

void TestPhotoListModel::tellsInToolTips()
{
    const QString photo = write("photo.png", png(plainPicture({40, 20}, Qt::red)));
    const QString bold = write("<b>x<i>.png", {});
    PhotoListModel model;
    model.addPaths({photo, bold});
    AWAIT_EQUAL(model.rowCount(), 2);
    AWAIT(isSettled(model));
    QCOMPARE(model.index(0).data(Qt::ToolTipRole).toString(), photo + QStringLiteral("\n40 × 20"));
    QCOMPARE(model.index(1).data(Qt::ToolTipRole).toString(),
             QStringLiteral("<p>%1/&lt;b&gt;x&lt;i&gt;.png<br>\n&lt;b&gt;x&lt;i&gt;.png is empty "
                            "(0 bytes); copy or download it again</p>")
                 .arg(m_folder->path()));
}

void TestPhotoListModel::makesThumbnailsOfAnyShape_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QSize>("thumbnail");

    QTest::newRow("small") << QSize(8, 6) << QSize(8, 6);
    QTest::newRow("wide") << QSize(640, 320) << QSize(160, 80);
    QTest::newRow("tall") << QSize(320, 640) << QSize(80, 160);
    QTest::newRow("a line") << QSize(1, 5000) << QSize(1, 160);
}

void TestPhotoListModel::makesThumbnailsOfAnyShape()
{
    QFETCH(QSize, size);
    QFETCH(QSize, thumbnail);

    PhotoListModel model;
    model.addImage(plainPicture(size, QColor(200, 100, 50)), PhotoListModel::Origin::Pasted);
    AWAIT(isSettled(model));
    const QImage shown = model.index(0).data(Qt::DecorationRole).value<QImage>();
    QCOMPARE(shown.size(), thumbnail);
    const QColor colour = shown.pixelColor(shown.width() / 2, shown.height() / 2);
    QVERIFY2(std::abs(colour.red() - 200) < 4 && std::abs(colour.blue() - 50) < 4,
             qPrintable(colour.name()));
}

void TestPhotoListModel::cacheLetsTheLongestUnusedGo()
{
    const QImage picture = plainPicture({10, 10}, Qt::red); // 400 bytes
    PictureCache cache(1000);
    cache.insert(1, picture);
    cache.insert(2, picture);
    cache.insertIfRoom(3, picture);
    QVERIFY(cache.find(3).isNull());
    QCOMPARE(cache.find(1), picture);
    cache.insert(3, picture);
    QVERIFY(cache.find(2).isNull());
    QCOMPARE(cache.find(1), picture);
    QCOMPARE(cache.bytes(), 800);
    cache.insert(1, plainPicture({5, 10}, Qt::red));
    QCOMPARE(cache.bytes(), 600);
    cache.remove(3);
    cache.remove(77);
    QCOMPARE(cache.bytes(), 200);
    cache.clear();
    QCOMPARE(cache.bytes(), 0);
    QVERIFY(cache.find(1).isNull());
}

void TestPhotoListModel::cacheKeepsOneThatIsOverItsBound()
{
    PictureCache cache(1000);
    cache.insert(1, plainPicture({10, 10}, Qt::red));
    cache.insert(2, plainPicture({100, 100}, Qt::red));
    QCOMPARE(cache.find(2).size(), QSize(100, 100));
    QVERIFY(cache.find(1).isNull());
}

void TestPhotoListModel::cacheTakesAnotherBound()
{
    const QImage picture = plainPicture({10, 10}, Qt::red); // 400 bytes
    PictureCache cache(2000);
    for (int id : {1, 2, 3})
        cache.insert(id, picture);
    cache.setLimit(800);
    QCOMPARE(cache.bytes(), 800);
    QVERIFY(cache.find(1).isNull());
    QCOMPARE(cache.find(3), picture);
    cache.setLimit(0);
    QCOMPARE(cache.bytes(), 400); // the one in use
}

QTEST_GUILESS_MAIN(TestPhotoListModel)
#include "tst_photolistmodel.moc"
