import { Module } from '@nestjs/common';
import { BrowseChannels } from './browse-channels.js';
import { ChannelListing } from './channel-listing.js';

/** Public channels, as they are found. What happens in them is group's. */
@Module({ providers: [BrowseChannels, ChannelListing], exports: [BrowseChannels, ChannelListing] })
export class ChannelModule {}
