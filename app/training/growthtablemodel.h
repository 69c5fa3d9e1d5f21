#pragma once

#include <QAbstractTableModel>
#include <QHash>

#include <vector>

namespace inceptoscope {

class PhotoListModel;
struct Prediction;

/// What growing networks make of the photos in the filmstrip: a row a photo, and beside it a column
/// for each network with its most probable class. Answers of an epoch before stay until there are
/// new ones.
class GrowthTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// No more photos than these are listed: every epoch answers all of them.
    static constexpr int mostPhotos = 100;

    explicit GrowthTableModel(PhotoListModel *photos, QObject *parent = nullptr);

    /// Of the networks; without answers.
    void setNetworks(const QStringList &titles);
    /// What stands in a line below a network's title: "after epoch 3".
    void setState(int network, const QString &state);

    bool isListed(int photo) const { return m_rows.contains(photo); }
    void setAnswer(int network, int photo, const Prediction &top);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Answer
    {
        QString label;
        double probability = 0.0;
    };
    struct Network
    {
        QString title;
        QString state;
        QHash<int, Answer> answers; ///< by photo
    };

    void takePhotos();

    PhotoListModel *m_photos;
    std::vector<int> m_listed; ///< ids, by row
    QHash<int, int> m_rows; ///< by id
    std::vector<Network> m_networks;
};

} // namespace inceptoscope
