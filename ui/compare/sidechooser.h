#pragma once

#include <QWidget>

#include <optional>

class QComboBox;
class QDoubleSpinBox;

namespace inceptoscope {

class NetworkListModel;
class PhotoListModel;

/// What one side of a comparison is: network, residual scale, photo.
class SideChooser : public QWidget
{
    Q_OBJECT

public:
    /// `name`: "A" or "B".
    SideChooser(const QString &name, NetworkListModel *networks, PhotoListModel *photos,
                QWidget *parent = nullptr);

    /// Nothing is told of what these show.
    void showNetwork(const QString &id);
    /// Nothing: not all blocks have the same.
    void showScale(std::optional<double> scale, bool isPublished);
    void showPhoto(int id);

    void setNetworkVisible(bool visible);
    void setScaleVisible(bool visible);
    void setPhotoVisible(bool visible);

    QComboBox *networkBox() { return m_network; }
    QDoubleSpinBox *scaleBox() { return m_scale; }
    QComboBox *photoBox() { return m_photo; }

signals:
    void networkChosen(const QString &id);
    /// Of all residual blocks; nothing: as published.
    void scaleChosen(std::optional<double> scale);
    void photoChosen(int id);

private:
    void build(const QString &name);
    void tellScale(double value);

    PhotoListModel *m_photos;
    NetworkListModel *m_networks;
    QComboBox *m_network;
    QDoubleSpinBox *m_scale;
    QComboBox *m_photo;
};

} // namespace inceptoscope
